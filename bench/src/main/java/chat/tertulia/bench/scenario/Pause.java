package chat.tertulia.bench.scenario;

import java.time.Duration;

/** Time that passes because it is measured, not because something is awaited. */
final class Pause {
  private Pause() {}

  /** Waits; not at all when the time is over. */
  static void of(Duration time) {
    try {
      Thread.sleep(time.isNegative() ? Duration.ZERO : time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
