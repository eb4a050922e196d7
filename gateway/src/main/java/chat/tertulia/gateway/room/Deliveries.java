package chat.tertulia.gateway.room;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * How long a room's posts take from their sender's frame to the listeners here. It is measured by
 * the gateway that took the post, by its own clock, so that no two clocks are compared: the entry
 * goes the way to this gateway that it goes to every other. A post's number may become known before
 * its entry was told or after it. Lives on the room's loop.
 */
final class Deliveries {
  /** Tellings remembered, and posts awaited, at most. */
  static final int MAX_REMEMBERED = 16;

  private final LongConsumer took;
  private final long[] upTo = new long[MAX_REMEMBERED];
  private final long[] atNanos = new long[MAX_REMEMBERED];
  private int next;
  private Map<Long, Long> awaited = Map.of();

  /**
   * @param took gets each time in nanoseconds
   */
  Deliveries(LongConsumer took) {
    this.took = took;
    Arrays.fill(upTo, -1);
  }

  /** Everything up to this number has been handed to those who write. */
  void told(long seq, long nowNanos) {
    upTo[next] = seq;
    atNanos[next] = nowNanos;
    next = (next + 1) % MAX_REMEMBERED;
    if (!awaited.isEmpty()) {
      awaited
          .entrySet()
          .removeIf(
              each -> {
                boolean done = each.getKey() <= seq;
                if (done) {
                  took.accept(nowNanos - each.getValue());
                }
                return done;
              });
    }
  }

  /** A post taken at some time got this number. */
  void posted(long seq, long sinceNanos) {
    long first = Long.MAX_VALUE;
    boolean known = false;
    for (int i = 0; i < MAX_REMEMBERED; i++) {
      boolean holds = upTo[i] >= seq;
      if (holds && (!known || atNanos[i] - first < 0)) {
        first = atNanos[i];
        known = true;
      }
    }
    if (!known) {
      await(seq, sinceNanos);
    } else if (first - sinceNanos >= 0) {
      took.accept(first - sinceNanos);
    }
  }

  private void await(long seq, long sinceNanos) {
    if (awaited.isEmpty()) {
      awaited = new LinkedHashMap<>();
    }
    if (awaited.size() < MAX_REMEMBERED) {
      awaited.put(seq, sinceNanos);
    }
  }
}
