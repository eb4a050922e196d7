package chat.tertulia.standalone;

import chat.tertulia.embedded.EmbeddedPostgres;
import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.embedded.EngineFailure;
import chat.tertulia.embedded.PostgresOptions;
import chat.tertulia.embedded.Progress;
import chat.tertulia.embedded.RedisOptions;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.config.StandaloneSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and Redis as children of this process, each only where the operator names none. One
 * that dies is started again on its port, where the pools of the services find it; one that keeps
 * dying ends the process.
 */
final class Engines implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Engines.class);

  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;
  private volatile boolean stopping;

  private Engines(EmbeddedPostgres postgres, EmbeddedRedis redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  /**
   * Starts both at once.
   *
   * @param lost runs when an engine can't be kept alive
   */
  static Engines start(Path folder, Settings settings, Progress progress, Runnable lost) {
    Executor threads = task -> Thread.ofPlatform().start(task);
    CompletableFuture<EmbeddedRedis> redis =
        CompletableFuture.supplyAsync(() -> startRedis(folder, settings, progress), threads);
    EmbeddedPostgres postgres = null;
    try {
      postgres = startPostgres(folder, settings, progress);
      Engines engines = new Engines(postgres, redis.join());
      engines.watch(lost);
      return engines;
    } catch (RuntimeException e) {
      new Engines(postgres, redis.exceptionally(failed -> null).join()).close();
      throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause
          ? cause
          : e;
    }
  }

  private static EmbeddedPostgres startPostgres(Path folder, Settings settings, Progress progress) {
    return settings.isSet("TERTULIA_DB_HOST")
        ? null
        : EmbeddedPostgres.start(
            folder, PostgresOptions.DEFAULT.engines(programs(folder, settings)), progress);
  }

  private static EmbeddedRedis startRedis(Path folder, Settings settings, Progress progress) {
    if (settings.isSet("TERTULIA_REDIS_URL")) {
      return null;
    }
    if (!EmbeddedRedis.isAvailable()) {
      progress.step(
          "no Redis for this system, so nobody sees who is there; see TERTULIA_REDIS_URL");
      return null;
    }
    RedisOptions options = RedisOptions.DEFAULT.engines(programs(folder, settings));
    return EmbeddedRedis.start(folder, options, progress);
  }

  private static Path programs(Path folder, Settings settings) {
    return settings.read(StandaloneSettings.class).engines(folder);
  }

  private void watch(Runnable lost) {
    if (postgres != null) {
      Revival revival = new Revival();
      postgres.onDeath(code -> revive("postgres", code, revival, postgres::restart, lost));
    }
    if (redis != null) {
      Revival revival = new Revival();
      redis.onDeath(code -> revive("redis", code, revival, redis::restart, lost));
    }
  }

  private void revive(String name, int code, Revival revival, Runnable restart, Runnable lost) {
    if (stopping) {
      return;
    }
    if (!revival.mayTry(System.nanoTime())) {
      log.error("engine keeps dying engine={} exit={}", name, code);
      lost.run();
      return;
    }
    log.warn("engine died, starting it again engine={} exit={}", name, code);
    try {
      restart.run();
    } catch (EngineFailure e) {
      if (!stopping) {
        log.error("engine could not be started again engine={} reason={}", name, e.getMessage());
        lost.run();
      }
    }
  }

  /** How the parts reach the engines that were started, as settings. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    if (postgres != null) {
      settings.put("TERTULIA_DB_HOST", postgres.host());
      settings.put("TERTULIA_DB_PORT", Integer.toString(postgres.port()));
      settings.put("TERTULIA_DB_NAME", postgres.database());
      settings.put("TERTULIA_DB_ADMIN_USER", postgres.adminUser());
      settings.put("TERTULIA_DB_ADMIN_PASSWORD", postgres.adminPassword());
    }
    if (redis != null) {
      settings.put("TERTULIA_REDIS_URL", redis.url());
    }
    return settings;
  }

  /** Stops both; PostgreSQL with a checkpoint, so that the next start has nothing to recover. */
  @Override
  public void close() {
    stopping = true;
    Thread redisStop =
        Thread.ofPlatform()
            .start(
                () -> {
                  if (redis != null) {
                    redis.stop();
                  }
                });
    if (postgres != null) {
      postgres.stop();
    }
    try {
      redisStop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
