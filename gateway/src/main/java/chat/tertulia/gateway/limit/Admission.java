package chat.tertulia.gateway.limit;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Lets a bounded number of tasks run at once and a bounded number wait. Belongs to one loop. */
public final class Admission {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final int mostRunning;
  private final int mostWaiting;
  private int running;

  /**
   * @param mostRunning tasks under way at once
   * @param mostWaiting tasks waiting at most; more are answered {@code overloaded}
   */
  public Admission(int mostRunning, int mostWaiting) {
    this.mostRunning = mostRunning;
    this.mostWaiting = mostWaiting;
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
