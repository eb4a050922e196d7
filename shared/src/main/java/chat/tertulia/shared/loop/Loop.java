package chat.tertulia.shared.loop;

import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * One event loop as logic sees it: tasks in order, timers, and the time. What belongs to a loop
 * needs no lock, and over another implementation the same logic runs under a clock that a test
 * turns.
 *
 * <p>Timers are set on the loop itself; everything else may be called from any thread.
 */
public interface Loop extends Executor {
  /** Runs a task on this loop, after the present one and whatever waits already. */
  @Override
  void execute(Runnable task);

  /** Whether the caller runs on this loop. */
  boolean isCurrent();

  /** Runs a task once, not earlier than in so many milliseconds (at least 1). */
  void after(long millis, Runnable task);

  /** Runs a task again and again, with so many milliseconds between (at least 1). */
  void every(long millis, Runnable task);

  /** Measures spans, in nanoseconds; says nothing about the time of day. */
  long nanoTime();

  /** The time of day. */
  Instant now();
}
