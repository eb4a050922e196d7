package chat.tertulia.bench.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What the rounds of one quantity gave; NaN throughout when there was none.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record Spread(double median, double min, double max) {
  static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

  private static final double LARGE = 1_000;
  private static final double MEDIUM = 10;

  /** Leaves out what is no number. */
  static Spread of(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).sorted().toArray();
    int count = sorted.length;
    if (count == 0) {
      return NONE;
    }
    double middle = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    return new Spread(middle, sorted[0], sorted[count - 1]);
  }

  boolean exists() {
    return Double.isFinite(median);
  }

  /** The median with the least and the largest where they differ, or nothing. */
  @Override
  public String toString() {
    if (!exists()) {
      return "";
    }
    return min == max ? text(median) : "%s (%s–%s)".formatted(text(median), text(min), text(max));
  }

  /** With three digits that matter. */
  static String text(double value) {
    double size = Math.abs(value);
    String format = size >= LARGE ? "%,.0f" : size >= MEDIUM ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
