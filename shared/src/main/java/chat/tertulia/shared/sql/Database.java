package chat.tertulia.shared.sql;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A service's connections to its schema. What the database cannot do now comes out as a {@link
 * Problem} {@code unavailable}; what it refuses stays a {@link PgException} for the store to judge.
 */
public final class Database {
  /** How long a request waits for a free connection. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** How long one statement may run. */
  public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

  /** Requests waiting for a connection at most. */
  public static final int MAX_WAITING = 10_000;

  /** SQL state of a wait for a lock that took too long. */
  public static final String LOCK_NOT_AVAILABLE = "55P03";

  /** SQL state of a write on a server that is a standby, or still becomes the primary. */
  private static final String READ_ONLY = "25006";

  private final Pool pool;

  private Database(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param role database role: {@code tertulia_auth}, {@code tertulia_rooms} or {@code
   *     tertulia_history}
   */
  public static Database open(Vertx vertx, DatabaseSettings settings, String role) {
    var connect =
        new PgConnectOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setDatabase(settings.name())
            .setUser(role)
            .setPassword(settings.password().value())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256)
            .setProperties(
                Map.of(
                    "application_name",
                    role,
                    "statement_timeout",
                    Long.toString(STATEMENT_TIMEOUT.toMillis()),
                    "idle_in_transaction_session_timeout",
                    "15000",
                    "synchronous_commit",
                    "on"));
    var tcp =
        new NetClientOptions()
            .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
            .setTcpKeepAlive(true);
    var pooling =
        new PoolOptions()
            .setMaxSize(settings.connections())
            .setMaxWaitQueueSize(MAX_WAITING)
            .setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(10)
            .setIdleTimeoutUnit(TimeUnit.MINUTES);
    return new Database(
        PgBuilder.pool().connectingTo(connect).with(pooling).with(tcp).using(vertx).build());
  }

  /** One statement with its parameters, in a transaction of its own. */
  public Future<RowSet<Row>> query(String sql, Object... parameters) {
    return attempt(sql, parameters).recover(Database::translate);
  }

  /** As {@link #query}, with failures as the driver reports them, for {@link #translate}. */
  public Future<RowSet<Row>> attempt(String sql, Object... parameters) {
    return pool.preparedQuery(sql).execute(Tuple.wrap(parameters));
  }

  /** Several statements in one transaction; it is rolled back when the future fails. */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(work).recover(Database::translate);
  }

  /** Whether the database answers. */
  public Future<Void> ping() {
    return query("select 1").mapEmpty();
  }

  public Future<Void> close() {
    return pool.close();
  }

  /** Fails with what the driver's failure means: a {@link Problem}, or the failure itself. */
  public static <T> Future<T> translate(Throwable failed) {
    if (failed instanceof Problem) {
      return Future.failedFuture(failed);
    }
    if (failed instanceof PgException pg) {
      String state = pg.getSqlState() == null ? "" : pg.getSqlState();
      boolean passing =
          state.startsWith("08")
              || state.startsWith("53")
              || state.startsWith("57")
              || state.startsWith("40")
              || state.equals(LOCK_NOT_AVAILABLE)
              || state.equals(READ_ONLY);
      return Future.failedFuture(passing ? unavailable() : pg);
    }
    // Anything else is the connection: refused, reset, timed out, pool exhausted.
    return Future.failedFuture(
        failed instanceof RuntimeException bug && !isConnection(bug) ? bug : unavailable());
  }

  private static boolean isConnection(Throwable failed) {
    String name = failed.getClass().getName();
    return name.startsWith("io.vertx") || name.startsWith("io.netty");
  }

  private static Problem unavailable() {
    return Problem.of(ErrorCode.UNAVAILABLE, "the database does not answer");
  }
}
