package chat.tertulia.bench.contender;

import java.util.Map;
import java.util.TreeMap;

/**
 * How long commits took, as a server's own metrics tell it: a histogram of the Prometheus text
 * format.
 *
 * @param below how many took at most so many seconds, by that bound
 */
record CommitTimes(Map<Double, Double> below) {
  private static final String BUCKET = "_seconds_bucket";
  private static final String BOUND = "le=\"";
  private static final double MS = 1e3;

  /** Reads every histogram of a name from a page of metrics; those of several labels are added. */
  static CommitTimes read(String page, String name) {
    var below = new TreeMap<Double, Double>();
    page.lines()
        .filter(line -> line.startsWith(name + BUCKET))
        .forEach(
            line -> {
              int from = line.indexOf(BOUND) + BOUND.length();
              double bound = number(line.substring(from, line.indexOf('"', from)));
              double count = number(line.substring(line.lastIndexOf(' ') + 1));
              below.merge(bound, count, Double::sum);
            });
    return new CommitTimes(below);
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  /** With those of another node. */
  CommitTimes plus(CommitTimes other) {
    var sum = new TreeMap<>(below);
    other.below.forEach((bound, count) -> sum.merge(bound, count, Double::sum));
    return new CommitTimes(sum);
  }

  /** Those since an earlier look. */
  CommitTimes since(CommitTimes before) {
    var rest = new TreeMap<Double, Double>();
    below.forEach((b, count) -> rest.put(b, count - before.below.getOrDefault(b, 0.0)));
    return new CommitTimes(rest);
  }

  /**
   * The time that this share of the commits did not exceed, in milliseconds, straight between the
   * bounds of a bucket; NaN when there was none.
   */
  double ms(double percentile) {
    double all = below.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double wanted = all * percentile / 100;
    double lower = 0;
    double under = 0;
    for (var each : new TreeMap<>(below).entrySet()) {
      double count = each.getValue();
      if (count >= wanted && count > 0) {
        double upper = Double.isFinite(each.getKey()) ? each.getKey() : lower;
        double part = count == under ? 1 : (wanted - under) / (count - under);
        return MS * (lower + (upper - lower) * part);
      }
      lower = each.getKey();
      under = count;
    }
    return Double.NaN;
  }
}
