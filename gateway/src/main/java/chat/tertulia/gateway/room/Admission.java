package chat.tertulia.gateway.room;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Lets a bounded number of tasks run at once and a bounded number wait. Belongs to one loop. */
public final class Admission {
  /** Reads under way at once, for one loop. */
  static final int MAX_RUNNING = 24;

  /** Reads waiting at most; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 20_000;

  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final int mostRunning;
  private final int mostWaiting;
  private int running;

  public Admission(int mostRunning, int mostWaiting) {
    this.mostRunning = mostRunning;
    this.mostWaiting = mostWaiting;
  }

  /** For reads of the log by one loop, so that a reconnect storm queues here. */
  static Admission ofReads() {
    return new Admission(MAX_RUNNING, MAX_WAITING);
  }

  /** Runs the task when there is room; fails with {@code overloaded} when too many wait. */
  public <T> Future<T> run(Supplier<Future<T>> work) {
    if (waiting.size() >= mostWaiting) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "too many rooms are being opened at once"));
    }
    Promise<T> promise = Promise.promise();
    waiting.add(() -> work.get().onComplete(promise).onComplete(done -> finished()));
    next();
    return promise.future();
  }

  private void finished() {
    running--;
    next();
  }

  private void next() {
    while (running < mostRunning && !waiting.isEmpty()) {
      running++;
      waiting.poll().run();
    }
  }
}
