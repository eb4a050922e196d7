package chat.tertulia.gateway.room;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Lets a bounded number of reads of the log run at once, so that a reconnect storm queues here. */
final class Admission {
  /** Reads under way at once, for one loop. */
  static final int MAX_RUNNING = 24;

  /** Reads waiting at most; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 20_000;

  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  <T> Future<T> run(Supplier<Future<T>> work) {
    if (waiting.size() >= MAX_WAITING) {
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
    while (running < MAX_RUNNING && !waiting.isEmpty()) {
      running++;
      waiting.poll().run();
    }
  }
}
