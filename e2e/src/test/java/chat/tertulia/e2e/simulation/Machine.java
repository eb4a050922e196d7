package chat.tertulia.e2e.simulation;

import chat.tertulia.shared.loop.Loop;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** One process: it has loops and a clock of its own, may stand still for a while, and may die. */
final class Machine {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  /** How far a machine's time of day may be off, either way. */
  private static final int MAX_SKEW_MS = 5_000;

  private final Scheduler scheduler;
  private final String name;
  private final Instant started;
  private boolean alive = true;
  private long frozenUntil;
  private MachineLoop current;

  Machine(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
    this.started = START.plusMillis(scheduler.random().nextInt(-MAX_SKEW_MS, MAX_SKEW_MS));
  }

  boolean isAlive() {
    return alive;
  }

  /** Dies with everything it had in memory. */
  void crash() {
    alive = false;
  }

  /** Stands still, as after SIGSTOP or in a long collection. */
  void freeze(long nanos) {
    frozenUntil = Math.max(frozenUntil, scheduler.now() + nanos);
  }

  /** Goes on at once. */
  void thaw() {
    frozenUntil = 0;
  }

  Loop loop() {
    return new MachineLoop();
  }

  @Override
  public String toString() {
    return name;
  }

  private final class MachineLoop implements Loop {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean due;

    @Override
    public void execute(Runnable task) {
      if (alive) {
        tasks.add(task);
        turnLater();
      }
    }

    private void turnLater() {
      if (!due && !tasks.isEmpty()) {
        due = true;
        long busy = scheduler.between(Scheduler.MICROS, 60 * Scheduler.MICROS);
        scheduler.after(Math.max(busy, frozenUntil - scheduler.now()), this::turn);
      }
    }

    private void turn() {
      due = false;
      if (!alive) {
        tasks.clear();
        return;
      }
      if (scheduler.now() >= frozenUntil) {
        Runnable task = tasks.poll();
        current = this;
        try {
          task.run();
        } finally {
          current = null;
        }
      }
      turnLater();
    }

    @Override
    public boolean isCurrent() {
      return current == this;
    }

    @Override
    public void after(long millis, Runnable task) {
      scheduler.after(millis * Scheduler.MILLIS, () -> execute(task));
    }

    @Override
    public void every(long millis, Runnable task) {
      scheduler.after(
          millis * Scheduler.MILLIS,
          () -> {
            if (alive) {
              execute(task);
              every(millis, task);
            }
          });
    }

    @Override
    public long nanoTime() {
      return scheduler.now();
    }

    @Override
    public Instant now() {
      return started.plusNanos(scheduler.now());
    }
  }
}
