package chat.tertulia.standalone;

import java.time.Duration;

/** Decides whether something that died is worth another start: so often within so long. */
final class Revival {
  static final int MAX_DEATHS = 5;
  static final Duration WITHIN = Duration.ofMinutes(1);

  private final long[] deaths = new long[MAX_DEATHS];
  private int count;

  /** Counts a death at that time ({@link System#nanoTime}). False once there were too many. */
  synchronized boolean mayTry(long nanos) {
    int slot = count % MAX_DEATHS;
    boolean tooMany = count >= MAX_DEATHS && nanos - deaths[slot] < WITHIN.toNanos();
    deaths[slot] = nanos;
    count++;
    return !tooMany;
  }
}
