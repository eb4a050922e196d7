package chat.tertulia.shared.loop;

import java.time.Duration;

/**
 * Waits of one length on one loop, watched over by one timer. Nearly all of them end long before
 * they are late, so that a timer for each would cost more than what it watches.
 */
public final class Patience {
  private static final long NANOS_PER_MS = 1_000_000;

  private final Loop loop;
  private final long nanos;

  /** The one before the first and after the last. */
  private final Wait ends = new Wait(null, 0);

  private boolean armed;

  public Patience(Loop loop, Duration length) {
    this.loop = loop;
    this.nanos = length.toNanos();
    ends.next = ends;
    ends.previous = ends;
  }

  /** Something waited for. */
  public final class Wait {
    private final long lateAtNanos;

    /** Null when nothing is waited for any more. */
    private volatile Runnable late;

    private Wait previous;
    private Wait next;

    private Wait(Runnable late, long lateAtNanos) {
      this.late = late;
      this.lateAtNanos = lateAtNanos;
    }

    /** It came, or nobody waits any more; harmless when said twice. Any thread. */
    public void end() {
      late = null;
      if (loop.isCurrent()) {
        drop();
      }
    }

    private void drop() {
      if (next != null) {
        previous.next = next;
        next.previous = previous;
        next = null;
        previous = null;
      }
    }

    private void add() {
      if (late != null) {
        previous = ends.previous;
        next = ends;
        previous.next = this;
        ends.previous = this;
        arm();
      }
    }
  }

  /**
   * Begins a wait. Any thread.
   *
   * @param late runs on the loop unless it is ended before
   */
  public Wait begin(Runnable late) {
    var wait = new Wait(late, loop.nanoTime() + nanos);
    if (loop.isCurrent()) {
      wait.add();
    } else {
      loop.execute(wait::add);
    }
    return wait;
  }

  private void arm() {
    if (!armed && ends.next != ends) {
      armed = true;
      long in = ends.next.lateAtNanos - loop.nanoTime();
      loop.after(Math.max(1, (in + NANOS_PER_MS - 1) / NANOS_PER_MS), this::look);
    }
  }

  private void look() {
    armed = false;
    try {
      long now = loop.nanoTime();
      while (ends.next != ends && ends.next.lateAtNanos - now <= 0) {
        Runnable late = ends.next.late;
        ends.next.drop();
        if (late != null) {
          late.run();
        }
      }
    } finally {
      arm();
    }
  }
}
