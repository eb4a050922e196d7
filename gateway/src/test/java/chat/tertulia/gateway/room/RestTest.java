package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.loop.Loop;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestTest {
  private static final int[] LARGE = {Rest.LARGE_AUDIENCE / 2, Rest.LARGE_AUDIENCE / 2};

  private final Clock clock = new Clock();
  private final TurnedLoop own = new TurnedLoop(clock);
  private final TurnedLoop other = new TurnedLoop(clock);
  private final Loops loops = new Loops(2, 16);
  private int mayTell;
  private final Rest rest = new Rest(own, loops, 0, () -> mayTell++);

  @BeforeEach
  void addLoops() {
    loops.add(new Loops.Share(0, own, null, null, () -> {}));
    loops.add(new Loops.Share(1, other, null, null, () -> {}));
  }

  @Test
  void aSmallAudienceIsNotWaitedFor() {
    rest.begin(1, new int[] {Rest.LARGE_AUDIENCE - 1, 0});

    assertFalse(rest.holds(1));
    assertTrue(own.tasks.isEmpty());
  }

  @Test
  void aLargeAudienceIsWaitedForOnEveryLoop() {
    rest.begin(1, LARGE);
    own.run();
    assertTrue(rest.holds(5), "the other loop still writes");
    assertEquals(0, mayTell);

    other.run();
    own.run();
    assertFalse(rest.holds(5));
    assertEquals(1, mayTell);
  }

  @Test
  void afterTheWritingAsMuchIsAwaitedAsWasTold() {
    rest.begin(4, LARGE);
    clock.passes(5);
    writeAll();

    assertTrue(rest.holds(3));
    assertFalse(rest.holds(4));
  }

  @Test
  void theWindowIsNoLongerThanTheWriting() {
    rest.begin(4, LARGE);
    clock.passes(5);
    writeAll();

    clock.passes(4);
    own.run();
    assertTrue(rest.holds(1));
    clock.passes(1);
    own.run();
    assertFalse(rest.holds(1));
    assertEquals(2, mayTell, "at the window's beginning and at its end");
  }

  @Test
  void aLoopThatHangsHoldsNothingUpForLong() {
    rest.begin(1, LARGE);
    clock.passes(Rest.LONGEST_MS);
    own.run();

    assertFalse(rest.holds(1));
    assertEquals(1, mayTell);
  }

  @Test
  void reportsOfAnEarlierFrameDoNotEndTheRestOfALaterOne() {
    rest.begin(1, LARGE);
    rest.begin(1, LARGE);
    own.tasks.poll().run();
    other.tasks.poll().run();
    own.tasks.remove().run();
    assertTrue(rest.holds(1));

    writeAll();
    assertFalse(rest.holds(1));
  }

  private void writeAll() {
    other.run();
    own.run();
  }

  private static final class Clock {
    private long nanos;

    void passes(long ms) {
      nanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }
  }

  /** Runs its tasks and timers when told; another thread's loop to whoever asks. */
  private static final class TurnedLoop implements Loop {
    private record Timer(long at, Runnable task) {}

    private final Clock clock;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private boolean running;

    TurnedLoop(Clock clock) {
      this.clock = clock;
    }

    void run() {
      running = true;
      while (!timers.isEmpty() && timers.peek().at() <= clock.nanos) {
        tasks.add(timers.poll().task());
      }
      while (!tasks.isEmpty()) {
        tasks.poll().run();
      }
      running = false;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return running;
    }

    @Override
    public void after(long millis, Runnable task) {
      timers.add(new Timer(clock.nanos + TimeUnit.MILLISECONDS.toNanos(millis), task));
    }

    @Override
    public void every(long millis, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nanoTime() {
      return clock.nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }
}
