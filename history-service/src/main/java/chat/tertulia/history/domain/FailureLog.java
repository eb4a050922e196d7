package chat.tertulia.history.domain;

import java.util.function.Consumer;

/**
 * Tells whoever is on call that appends fail: the first time at once, then now and then with how
 * many they were. Hundreds of lines a second would hide what else is wrong.
 */
final class FailureLog {
  /** Ticks of the queue between two lines. */
  static final int QUIET_TICKS = 50;

  private final Consumer<String> out;
  private long tick;
  private long quietUntil;
  private int untold;
  private String latest;

  /**
   * @param out takes a line
   */
  FailureLog(Consumer<String> out) {
    this.out = out;
  }

  /** So many drafts failed. */
  void failed(int count, AppendFailed.Why why, String reason) {
    untold += count;
    latest = "why=" + why + " reason=" + reason;
    tell();
  }

  /** Time passes, see {@link AppendQueue#TICK_MS}. */
  void tick() {
    tick++;
    tell();
  }

  private void tell() {
    if (untold > 0 && tick >= quietUntil) {
      out.accept("appends failed count=" + untold + " " + latest);
      untold = 0;
      quietUntil = tick + QUIET_TICKS;
    }
  }
}
