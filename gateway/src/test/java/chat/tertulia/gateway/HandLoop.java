package chat.tertulia.gateway;

import chat.tertulia.shared.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A loop that a test turns by hand, with a clock that stands until it is moved. */
public final class HandLoop implements Loop {
  private record Timer(long at, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private long now;
  private boolean turning;

  /** Runs everything that is due. */
  public void turn() {
    turning = true;
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
    turning = false;
  }

  /** Lets time pass, and runs what becomes due, in one leap. */
  public void pass(Duration span) {
    now += span.toNanos();
    List<Timer> due = timers.stream().filter(t -> t.at() <= now).toList();
    timers.removeAll(due);
    due.forEach(t -> tasks.add(t.task()));
    turn();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean isCurrent() {
    return turning;
  }

  @Override
  public void after(long millis, Runnable task) {
    timers.add(new Timer(now + Duration.ofMillis(millis).toNanos(), task));
  }

  @Override
  public void every(long millis, Runnable task) {
    after(
        millis,
        () -> {
          task.run();
          every(millis, task);
        });
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(now);
  }
}
