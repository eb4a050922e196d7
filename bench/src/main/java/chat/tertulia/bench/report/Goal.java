package chat.tertulia.bench.report;

import java.util.Locale;

/**
 * One thing Tertulia is to reach.
 *
 * @param scenario where it is measured
 * @param about in words
 * @param metric what is compared
 * @param contender whose value it is
 * @param against whose value it is divided by; empty for the value itself
 * @param limit how large it may be, or must be
 * @param whole the same with the database counted, shown beside it; null where it is the same
 */
public record Goal(
    String scenario,
    String about,
    Metric metric,
    String contender,
    String against,
    Limit limit,
    Metric whole) {

  /** The bound of a ratio or value. */
  public sealed interface Limit {
    /** It may be so large. */
    record AtMost(double bound) implements Limit {}

    /** It must be so large. */
    record AtLeast(double bound) implements Limit {}

    /** It is shown, because a goal beside it is unfair without it, and promises nothing. */
    record Shown() implements Limit {}
  }

  /** What a run says of it. */
  record Verdict(Spread measured, Spread whole, String reached) {
    boolean isMissed() {
      return reached.equals(NO);
    }
  }

  private static final String NO = "**no**";

  /** Divides the rounds of one by those of the other. */
  Verdict of(ScenarioResult result) {
    Spread measured = read(result, metric);
    Spread withDatabase = whole == null ? Spread.NONE : read(result, whole);
    return new Verdict(measured, withDatabase, reached(measured));
  }

  private Spread read(ScenarioResult result, Metric of) {
    return against.isEmpty() ? result.spread(contender, of) : result.ratio(contender, against, of);
  }

  private String reached(Spread measured) {
    if (!measured.exists()) {
      return "not measured";
    }
    return switch (limit) {
      case Limit.AtMost most -> measured.median() <= most.bound() ? "yes" : NO;
      case Limit.AtLeast least -> measured.median() >= least.bound() ? "yes" : NO;
      case Limit.Shown shown -> "";
    };
  }

  /** The limit as text. */
  String wanted() {
    String times = against.isEmpty() ? "" : " ×";
    return switch (limit) {
      case Limit.AtMost most -> "≤ " + plain(most.bound()) + times;
      case Limit.AtLeast least -> "≥ " + plain(least.bound()) + times;
      case Limit.Shown shown -> "";
    };
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound)
        ? String.format(Locale.ROOT, "%,.0f", bound)
        : Double.toString(bound);
  }
}
