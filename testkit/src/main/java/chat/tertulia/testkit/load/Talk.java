package chat.tertulia.testkit.load;

import chat.tertulia.testkit.check.Checker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Everybody who talks says one thing after the other in each of their rooms, until it is over. */
final class Talk {
  /** Messages without an answer at most, so that a long fault piles up only so much. */
  private static final int AHEAD = 600;

  /** One in so many is long. */
  private static final int LONG_ONE_IN = 20;

  private static final int LONG_CHARS = 4_000;

  private final List<Guest> talkers;
  private final Checker checker;
  private final Duration pause;
  private final Random random;
  private final Thread thread = Thread.ofPlatform().name("talk").daemon().unstarted(this::talk);
  private volatile boolean over;

  /**
   * @param pause after every talker has said one thing
   */
  Talk(List<Guest> talkers, Checker checker, Duration pause, Random random) {
    this.talkers = talkers;
    this.checker = checker;
    this.pause = pause;
    this.random = random;
  }

  void begins() {
    thread.start();
  }

  private void talk() {
    for (int round = 0; !over; round++) {
      if (checker.open() < AHEAD) {
        for (Guest each : talkers) {
          each.client().says(each.rooms().get(round % each.rooms().size()), content(round));
        }
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private String content(int round) {
    String text = "round " + round + " ";
    return random.nextInt(LONG_ONE_IN) == 0 ? text + "x".repeat(LONG_CHARS) : text;
  }

  void abandon() {
    over = true;
  }

  void ends() {
    abandon();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
