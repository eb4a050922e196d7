package chat.tertulia.auth.password;

import chat.tertulia.auth.domain.Passwords;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords on a few threads of its own, each using 19 MiB while it works. What waits is
 * bounded too: a hash nobody waits for any more is worth nothing.
 */
public final class HashPool implements Passwords {
  /** Passwords waiting for each thread, at most; about three seconds of work. */
  public static final int WAITING_PER_THREAD = 32;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final ThreadPoolExecutor pool;
  private final Timer timer;

  /** Costs as much as any other and fits no password. */
  private final String nobody = Argon2.unmatchable();

  public HashPool(Vertx vertx, int threads, MeterRegistry metrics) {
    var number = new AtomicInteger();
    this.vertx = vertx;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(threads * WAITING_PER_THREAD),
            work ->
                Thread.ofPlatform()
                    .name("password-hash-" + number.incrementAndGet())
                    .daemon()
                    .unstarted(work));
    this.timer = Timer.builder("tertulia.auth.hash").publishPercentileHistogram().register(metrics);
    Gauge.builder("tertulia.auth.hash.waiting", pool, p -> p.getQueue().size()).register(metrics);
  }

  /** Passwords that may be at work or waiting at once with so many threads. */
  public static int capacity(int threads) {
    return threads * (1 + WAITING_PER_THREAD);
  }

  @Override
  public Future<String> hash(String password) {
    return run(() -> Argon2.hash(password));
  }

  @Override
  public Future<Boolean> fits(String password, String hash) {
    return run(() -> Argon2.fits(password, hash == null ? nobody : hash) && hash != null);
  }

  private <T> Future<T> run(Callable<T> work) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    try {
      pool.execute(() -> complete(context, promise, work));
    } catch (RejectedExecutionException full) {
      return Future.failedFuture(
          Problem.retry(ErrorCode.OVERLOADED, "too many passwords are being checked", RETRY_AFTER));
    }
    return promise.future();
  }

  private <T> void complete(Context context, Promise<T> promise, Callable<T> work) {
    long start = System.nanoTime();
    try {
      T result = work.call();
      context.runOnContext(v -> promise.complete(result));
    } catch (Exception | OutOfMemoryError e) {
      context.runOnContext(v -> promise.fail(e));
    } finally {
      timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  /** Gives up what waits; nobody is there to hear the answer. */
  public void close() {
    pool.shutdownNow();
  }
}
