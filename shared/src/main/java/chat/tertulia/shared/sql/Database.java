package chat.tertulia.shared.sql;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Deadlines;
import chat.tertulia.shared.loop.Patience;
import chat.tertulia.shared.loop.VertxLoop;
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
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A service's connections to its schema. What the database cannot do now comes out as a {@link
 * Problem} {@code unavailable}; what it refuses stays a {@link PgException} for the store to judge.
 */
public final class Database {
  /** How long a connection may take to be made. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** How long one statement may run; longer than the log waits for a room that someone holds. */
  public static final Duration STATEMENT_TIMEOUT = Duration.ofMillis(2_200);

  /**
   * How long a statement or a transaction may take with all its waiting, before it fails as {@code
   * unavailable} and its connection is given up. Longer than {@link #STATEMENT_TIMEOUT}, so that a
   * database that lives says itself what was too slow.
   */
  public static final Duration ANSWER_WITHIN = Duration.ofMillis(2_400);

  /** How long a start waits for the first answer. */
  static final Duration FIRST_ANSWER_WITHIN = Duration.ofSeconds(60);

  private static final long RETRY_MS = 200;

  /** The same for work that nobody waits for; less than {@link #SILENCE}. */
  public static final Duration LONG_WORK = Duration.ofMinutes(6);

  /**
   * Silence after which a connection is closed, whatever it waits for: the driver has no end of its
   * own for a server that accepts and says nothing.
   */
  private static final Duration SILENCE = Duration.ofMinutes(11);

  /** Requests waiting for a connection at most. */
  public static final int MAX_WAITING = 10_000;

  /** SQL state of a wait for a lock that took too long. */
  public static final String LOCK_NOT_AVAILABLE = "55P03";

  /** SQL state of a write on a server that is a standby, or still becomes the primary. */
  private static final String READ_ONLY = "25006";

  private final Vertx vertx;
  private final Pool pool;
  private final Deadlines deadlines;
  private final Patience answers;

  private Database(Vertx vertx, Pool pool) {
    this.vertx = vertx;
    this.pool = pool;
    this.deadlines = new Deadlines(VertxLoop.here(vertx));
    this.answers = deadlines.patience(ANSWER_WITHIN);
  }

  /**
   * @param role database role: {@code tertulia_auth}, {@code tertulia_rooms} or {@code
   *     tertulia_history}
   */
  public static Database open(Vertx vertx, DatabaseSettings settings, String role) {
    return open(vertx, settings, role, Map.of());
  }

  /**
   * As {@link #open(Vertx, DatabaseSettings, String)}.
   *
   * @param parameters PostgreSQL's own settings for these connections
   */
  public static Database open(
      Vertx vertx, DatabaseSettings settings, String role, Map<String, String> parameters) {
    var properties = new HashMap<>(parameters);
    properties.put("application_name", role);
    properties.put("statement_timeout", Long.toString(STATEMENT_TIMEOUT.toMillis()));
    properties.put("idle_in_transaction_session_timeout", "15000");
    properties.put("synchronous_commit", "on");
    var connect =
        new PgConnectOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setDatabase(settings.name())
            .setUser(role)
            .setPassword(settings.password().value())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256)
            .setProperties(properties);
    var tcp =
        new NetClientOptions()
            .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
            .setTcpKeepAlive(true)
            .setTcpUserTimeout((int) ANSWER_WITHIN.toMillis())
            .setIdleTimeout((int) SILENCE.toSeconds());
    var pooling =
        new PoolOptions()
            .setMaxSize(settings.connections())
            .setMaxWaitQueueSize(MAX_WAITING)
            // A lease has an end of its own. The pool's throws instead of failing when it ends
            // while the pool is being closed, and then neither ever completes.
            .setConnectionTimeout(0)
            .setIdleTimeout(10)
            .setIdleTimeoutUnit(TimeUnit.MINUTES);
    return new Database(
        vertx, PgBuilder.pool().connectingTo(connect).with(pooling).with(tcp).using(vertx).build());
  }

  /** One statement with its parameters, in a transaction of its own. */
  public Future<RowSet<Row>> query(String sql, Object... parameters) {
    return attempt(sql, parameters).recover(Database::translate);
  }

  /** As {@link #query}, with failures as the driver reports them, for {@link #translate}. */
  public Future<RowSet<Row>> attempt(String sql, Object... parameters) {
    return new Lease<RowSet<Row>>()
        .run(pool, answers, c -> c.preparedQuery(sql).execute(Tuple.wrap(parameters)));
  }

  /** Several statements in one transaction; it is rolled back when the future fails. */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return transaction(answers, work);
  }

  /**
   * A transaction with a deadline of its own.
   *
   * @param within after this its connection is cut and the database rolls it back, unless it was
   *     about to be committed: the outcome is open
   */
  public <T> Future<T> transaction(Duration within, Function<SqlConnection, Future<T>> work) {
    return transaction(deadlines.patience(within), work);
  }

  private <T> Future<T> transaction(Patience within, Function<SqlConnection, Future<T>> work) {
    return new Lease<T>()
        .run(pool, within, c -> inTransaction(c, work))
        .recover(Database::translate);
  }

  private static <T> Future<T> inTransaction(
      SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    return connection
        .begin()
        .compose(
            begun ->
                work.apply(connection)
                    .compose(
                        done -> begun.commit().map(done),
                        failed ->
                            failed instanceof TransactionRollbackException
                                ? Future.failedFuture(failed)
                                : begun
                                    .rollback()
                                    .transform((ok, none) -> Future.failedFuture(failed))));
  }

  /** Whether the database answers. */
  public Future<Void> ping() {
    return query("select 1").mapEmpty();
  }

  /**
   * Completes with the first answer; asks again and again until then. For a start: nobody waits
   * yet, and the first connection of a process that has just begun takes its time.
   */
  public Future<Void> awaitAnswer() {
    return awaitAnswer(System.nanoTime() + FIRST_ANSWER_WITHIN.toNanos());
  }

  private Future<Void> awaitAnswer(long untilNanos) {
    return ping()
        .recover(
            failed ->
                System.nanoTime() - untilNanos > 0
                    ? Future.failedFuture(failed)
                    : vertx
                        .timer(RETRY_MS, TimeUnit.MILLISECONDS)
                        .compose(none -> awaitAnswer(untilNanos)));
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
