package chat.tertulia.bench.process;

import chat.tertulia.embedded.EmbeddedPostgres;
import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.embedded.PostgresOptions;
import chat.tertulia.embedded.Progress;
import chat.tertulia.embedded.RedisOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL as durable as in production and a Redis, each apart so that each is accounted. */
public final class Engines implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;

  private Engines(EmbeddedPostgres postgres, EmbeddedRedis redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  /**
   * Starts both on an empty folder.
   *
   * @param programs folder of their unpacked programs, shared between runs
   */
  public static Engines start(Path folder, Path programs, Cores cores) {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            folder, PostgresOptions.DEFAULT.engines(programs).maxConnections(100), Progress.SILENT);
    try {
      EmbeddedRedis redis =
          EmbeddedRedis.start(folder, RedisOptions.DEFAULT.engines(programs), Progress.SILENT);
      cores.keep(postgres.pid());
      cores.keep(redis.pid());
      return new Engines(postgres, redis);
    } catch (RuntimeException e) {
      postgres.stop();
      throw e;
    }
  }

  /** How a Tertulia reaches them. */
  public Map<String, String> settings() {
    return Map.of(
        "TERTULIA_DB_HOST", postgres.host(),
        "TERTULIA_DB_PORT", Integer.toString(postgres.port()),
        "TERTULIA_DB_NAME", postgres.database(),
        "TERTULIA_DB_ADMIN_USER", postgres.adminUser(),
        "TERTULIA_DB_ADMIN_PASSWORD", postgres.adminPassword(),
        "TERTULIA_DB_PASSWORD", "only-for-the-benchmark",
        "TERTULIA_KEY_SECRET", "only-for-the-benchmark",
        "TERTULIA_REDIS_URL", redis.url());
  }

  /** The answer to a question with one number. */
  public long count(String sql) {
    try (Connection connection = postgres.connect(postgres.database());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public Duration postgresCpu() {
    return ProcStat.cpuOfTree(postgres.pid());
  }

  public Duration redisCpu() {
    return ProcStat.cpuOfTree(redis.pid());
  }

  @Override
  public void close() {
    redis.stop();
    postgres.stop();
  }
}
