package chat.tertulia.testkit.load;

import chat.tertulia.testkit.RestReply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits and repeats, for so long. */
final class Patience {
  private static final long LOOK_EVERY_MS = 10;
  private static final long REPEAT_AFTER_MS = 100;

  private Patience() {}

  /** Waits for a condition. */
  static void await(Duration within, Supplier<String> state, BooleanSupplier reached) {
    long until = System.nanoTime() + within.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("waited " + within.toSeconds() + " s in vain: " + state.get());
      }
      pause(LOOK_EVERY_MS);
    }
  }

  /** Repeats a request that may be repeated until it is answered with one of these. */
  static RestReply answered(Duration within, Set<Integer> expected, Supplier<RestReply> request) {
    long until = System.nanoTime() + within.toNanos();
    while (true) {
      String came;
      try {
        RestReply reply = request.get();
        if (expected.contains(reply.status())) {
          return reply;
        }
        came = reply.toString();
      } catch (UncheckedIOException e) {
        came = e.toString();
      }
      if (System.nanoTime() > until) {
        throw new AssertionError("waited " + within.toSeconds() + " s in vain, last: " + came);
      }
      pause(REPEAT_AFTER_MS);
    }
  }

  static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
