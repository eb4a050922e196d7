package chat.tertulia.gateway.room;

import chat.tertulia.shared.loop.Loop;

/**
 * A room's pause after it told a large audience: until every loop has written its share, and then
 * until as much has come as was told, but no longer than the writing took. What arrives meanwhile
 * leaves in one frame, so that a busy room sends fewer and fuller frames; a quiet one waits for
 * nothing.
 *
 * <p>The window is counted from the end of the writing because that is when the answers to a frame
 * come: counted from its beginning it would be over when they arrive. Lives on the room's loop.
 */
final class Rest {
  /** Listeners from which on a room rests; fewer are written to in less than a timer's tick. */
  static final int LARGE_AUDIENCE = 64;

  /**
   * The longest window, as a multiple of the time the writing took. Half of it leaves a saturated
   * room at 1.7 times the stock bridge's deliveries, once at 2.1 times ({@code bench/run SAT}).
   */
  static final double WINDOW = 1;

  /** The longest rest, in milliseconds: a loop that hangs holds up its own sockets only. */
  static final long LONGEST_MS = 200;

  private static final double NANOS_PER_MS = 1e6;

  private final Loop loop;
  private final Loops loops;
  private final int owner;
  private final Runnable mayTell;
  private Phase phase = Phase.NONE;
  private int number;
  private int told;
  private int writing;

  /**
   * @param loop the room's own
   * @param owner its index
   * @param mayTell called when the answer to {@link #holds} may have changed
   */
  Rest(Loop loop, Loops loops, int owner, Runnable mayTell) {
    this.loop = loop;
    this.loops = loops;
    this.owner = owner;
    this.mayTell = mayTell;
  }

  /**
   * Whether so many listen that a room rests.
   *
   * @param listeners how many on each loop
   */
  static boolean isLarge(int[] listeners) {
    int all = 0;
    for (int count : listeners) {
      all += count;
    }
    return all >= LARGE_AUDIENCE;
  }

  private enum Phase {
    NONE,
    WRITING,
    WINDOW
  }

  /** Whether what was gathered should wait. */
  boolean holds(int gathered) {
    return switch (phase) {
      case NONE -> false;
      case WRITING -> true;
      case WINDOW -> gathered < told;
    };
  }

  /**
   * A frame was just handed to the loops; a rest that was under way gives way to this one.
   *
   * @param entries how many were told
   * @param listeners how many on each loop
   */
  void begin(int entries, int[] listeners) {
    if (!isLarge(listeners)) {
      return;
    }
    phase = Phase.WRITING;
    told = entries;
    int mine = ++number;
    long began = loop.nanoTime();
    writing = 0;
    for (int i = 0; i < listeners.length; i++) {
      if (listeners[i] > 0) {
        writing++;
        // Behind the frame, and behind the flush at the end of its turn.
        loops.on(
            i, there -> there.loop().execute(() -> loops.on(owner, h -> written(mine, began))));
      }
    }
    loop.after(LONGEST_MS, () -> end(mine));
  }

  private void written(int which, long began) {
    if (which != number || --writing > 0) {
      return;
    }
    phase = Phase.WINDOW;
    long windowMs = Math.round((loop.nanoTime() - began) * WINDOW / NANOS_PER_MS);
    loop.after(Math.max(1, windowMs), () -> end(which));
    mayTell.run();
  }

  private void end(int which) {
    if (which == number && phase != Phase.NONE) {
      phase = Phase.NONE;
      mayTell.run();
    }
  }
}
