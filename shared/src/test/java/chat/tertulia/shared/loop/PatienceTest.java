package chat.tertulia.shared.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Duration LENGTH = Duration.ofMillis(100);

  private final Clock loop = new Clock();
  private final Patience patience = new Patience(loop, LENGTH);
  private final List<String> late = new ArrayList<>();

  /** A loop whose time a test moves. */
  private static final class Clock implements Loop {
    private record Timer(long at, Runnable task) {}

    private final List<Timer> timers = new ArrayList<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private long now = Long.MAX_VALUE - 5_000_000;
    private boolean current = true;

    void pass(long millis) {
      now += Duration.ofMillis(millis).toNanos();
      var due = timers.stream().filter(t -> t.at() - now <= 0).toList();
      timers.removeAll(due);
      due.forEach(t -> t.task().run());
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return current;
    }

    @Override
    public void after(long millis, Runnable task) {
      timers.add(new Timer(now + Duration.ofMillis(millis).toNanos(), task));
    }

    @Override
    public void every(long millis, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Instant now() {
      throw new UnsupportedOperationException();
    }
  }

  private Patience.Wait begin(String name) {
    return patience.begin(() -> late.add(name));
  }

  @Test
  void tellsWhatIsLateAndNotBefore() {
    begin("a");
    loop.pass(99);
    assertEquals(List.of(), late);

    loop.pass(1);
    assertEquals(List.of("a"), late);
  }

  @Test
  void saysNothingOfWhatHasEnded() {
    Patience.Wait a = begin("a");
    begin("b");
    a.end();
    a.end();

    loop.pass(100);
    assertEquals(List.of("b"), late);
  }

  @Test
  void tellsEachAtItsOwnTime() {
    begin("a");
    loop.pass(60);
    begin("b");
    loop.pass(40);
    assertEquals(List.of("a"), late);

    loop.pass(59);
    assertEquals(List.of("a"), late);

    loop.pass(1);
    assertEquals(List.of("a", "b"), late);
  }

  @Test
  void hasOneTimerForAnyNumberOfWaits() {
    for (int i = 0; i < 1_000; i++) {
      begin("a").end();
      begin("b");
    }

    assertEquals(1, loop.timers.size());
  }

  @Test
  void hasNoTimerWhenNothingIsWaitedFor() {
    begin("a").end();
    loop.pass(100);

    assertTrue(loop.timers.isEmpty());
  }

  @Test
  void watchesOnAfterOneThatFails() {
    patience.begin(
        () -> {
          throw new IllegalStateException("late");
        });
    begin("b");

    assertThrows(IllegalStateException.class, () -> loop.pass(100));
    loop.pass(1);
    assertEquals(List.of("b"), late);
  }

  @Test
  void isBegunAndEndedFromAnywhere() {
    loop.current = false;
    begin("a");
    Patience.Wait b = begin("b");
    b.end();
    loop.tasks.forEach(Runnable::run);
    loop.pass(100);

    assertEquals(List.of("a"), late);
  }
}
