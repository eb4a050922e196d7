package chat.tertulia.shared.loop;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives work an end. Any thread; there are few different limits. */
public final class Deadlines {
  private final Loop loop;
  private final Map<Duration, Patience> patience = new ConcurrentHashMap<>();

  public Deadlines(Loop loop) {
    this.loop = loop;
  }

  /** What watches over waits of this length. */
  public Patience patience(Duration limit) {
    return patience.computeIfAbsent(limit, length -> new Patience(loop, length));
  }

  /** Without an outcome by then it fails as {@code unavailable}, outcome open. */
  public <T> Future<T> within(Duration limit, Future<T> work) {
    if (work.isComplete()) {
      return work;
    }
    Promise<T> outcome = Promise.promise();
    Patience.Wait wait = patience(limit).begin(() -> outcome.tryFail(late()));
    work.onComplete(
        (result, failed) -> {
          wait.end();
          if (failed == null) {
            outcome.tryComplete(result);
          } else {
            outcome.tryFail(failed);
          }
        });
    return outcome.future();
  }

  private static Problem late() {
    return Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer in time");
  }
}
