package chat.tertulia.shared.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What readiness depends on. A check is asked at every question and must answer within {@link
 * #CHECK_TIMEOUT_MS}; the process is live as long as it answers at all.
 */
public final class Health {
  public static final long CHECK_TIMEOUT_MS = 2_000;

  /** Time between two looks of {@link #awaitUp}, in milliseconds. */
  static final long LOOK_EVERY_MS = 50;

  private final Map<String, Supplier<Future<Void>>> checks = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /** Adds or replaces a check. */
  public void check(String name, Supplier<Future<Void>> check) {
    checks.put(name, check);
  }

  /** From now on not ready, whatever the checks say. */
  public void drain() {
    draining = true;
  }

  /**
   * Completes when every check is good; asks again every {@link #LOOK_EVERY_MS}.
   *
   * @param within fails after this with what is missing
   */
  public Future<Void> awaitUp(Vertx vertx, Duration within) {
    return awaitUp(vertx, System.nanoTime() + within.toNanos());
  }

  private Future<Void> awaitUp(Vertx vertx, long untilNanos) {
    return ask()
        .compose(
            checks -> {
              checks.values().removeIf(reason -> reason == null);
              if (checks.isEmpty()) {
                return Future.succeededFuture();
              }
              if (System.nanoTime() - untilNanos > 0) {
                return Future.failedFuture("not ready: " + checks);
              }
              return vertx
                  .timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)
                  .compose(none -> awaitUp(vertx, untilNanos));
            });
  }

  /** Every check's name with null (good) or the reason it is not. */
  Future<Map<String, String>> ask() {
    Future<Map<String, String>> all = Future.succeededFuture(new LinkedHashMap<>());
    if (draining) {
      all = all.onSuccess(m -> m.put("drain", "this process is stopping"));
    }
    for (var each : checks.entrySet()) {
      all =
          all.compose(
              found -> one(each.getValue()).map(reason -> put(found, each.getKey(), reason)));
    }
    return all;
  }

  private static Map<String, String> put(Map<String, String> found, String name, String reason) {
    found.put(name, reason);
    return found;
  }

  private static Future<String> one(Supplier<Future<Void>> check) {
    return check
        .get()
        .timeout(CHECK_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .transform(
            (ok, failed) ->
                Future.succeededFuture(
                    failed == null ? null : String.valueOf(failed.getMessage())));
  }
}
