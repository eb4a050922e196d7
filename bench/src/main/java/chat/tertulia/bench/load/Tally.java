package chat.tertulia.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one measured window brought: how many deliveries and how late, and everything that must not
 * happen. Written on the generator's loop, read when the window is over.
 */
public final class Tally {
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();
  private static final int DIGITS = 3;
  private static final int MAX_COMPLAINTS = 20;
  private static final double NANOS_PER_MS = 1e6;

  private final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);
  private final Histogram replyLatency = new Histogram(LONGEST_NANOS, DIGITS);
  private final Histogram lateness = new Histogram(LONGEST_NANOS, DIGITS);
  private final List<String> complaints = new ArrayList<>();
  private long sent;
  private long delivered;
  private long replies;
  private long bytes;
  private long holes;
  private long repeats;
  private long disorders;
  private long failures;

  void sent(long lateNanos) {
    sent++;
    lateness.recordValue(Math.clamp(lateNanos, 0, LONGEST_NANOS));
  }

  void delivered(long nanos) {
    delivered++;
    latency.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  void reply(long nanos) {
    replies++;
    replyLatency.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  void received(int more) {
    bytes += more;
  }

  void hole(long missing, String what) {
    holes += missing;
    complain(what);
  }

  void repeat(String what) {
    repeats++;
    complain(what);
  }

  void disorder(String what) {
    disorders++;
    complain(what);
  }

  void failure(String what) {
    failures++;
    complain(what);
  }

  private void complain(String what) {
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add(what);
    }
  }

  /** Messages sent. */
  public long sent() {
    return sent;
  }

  /** Messages that arrived, counted once for every receiver. */
  public long delivered() {
    return delivered;
  }

  /** Sends that were acknowledged. */
  public long replies() {
    return replies;
  }

  /** Bytes of text frames that arrived. */
  public long bytes() {
    return bytes;
  }

  /** Latency of deliveries, in milliseconds. */
  public double latencyMs(double percentile) {
    return latency.getValueAtPercentile(percentile) / NANOS_PER_MS;
  }

  /** Time from a send to its acknowledgement, in milliseconds. */
  public double replyMs(double percentile) {
    return replyLatency.getValueAtPercentile(percentile) / NANOS_PER_MS;
  }

  /** How far the generator was behind its own schedule when it sent, in milliseconds. */
  public double generatorLateMs(double percentile) {
    return lateness.getValueAtPercentile(percentile) / NANOS_PER_MS;
  }

  public boolean isClean() {
    return holes == 0 && repeats == 0 && disorders == 0 && failures == 0;
  }

  /** Everything that went wrong, for the message of a failed run. */
  public String faults() {
    return "holes=%d repeats=%d disorders=%d failures=%d%n%s"
        .formatted(holes, repeats, disorders, failures, String.join("\n", complaints));
  }
}
