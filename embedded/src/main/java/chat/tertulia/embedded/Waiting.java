package chat.tertulia.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again until something is so. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Waiting() {}

  /** True once the condition holds; false when the limit passes, or the thread is interrupted. */
  static boolean until(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
