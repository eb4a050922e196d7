package chat.tertulia.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own as a child process, on 127.0.0.1 only, with every connection
 * authenticated. What is committed survives any kill: after each start the running server is asked
 * whether it really is durable.
 *
 * <p>All calls block; none belongs on an event loop.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String DATABASE = "tertulia";
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");
  private static final int PORT_ATTEMPTS = 5;

  /** Longest recovery after a kill: it replays at most max_wal_size of log. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Duration FAST_STOP = Duration.ofSeconds(15);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);

  private final PostgresCluster cluster;
  private final PostgresOptions options;
  private final FolderLock lock;
  private final String password;
  private final EngineProcess server;
  private volatile int port;
  private boolean stopped;

  private EmbeddedPostgres(
      PostgresCluster cluster, PostgresOptions options, FolderLock lock, String password) {
    this.cluster = cluster;
    this.options = options;
    this.lock = lock;
    this.password = password;
    this.server = new EngineProcess(cluster.root().resolve("postgres.log"));
  }

  /** Starts the durable server whose files are in {@code folder/pg18}. */
  public static EmbeddedPostgres start(Path folder, Progress progress) {
    return start(folder, PostgresOptions.DEFAULT, progress);
  }

  /**
   * Starts the server whose files are in {@code folder/pg18}, making them if they are missing and
   * stopping first a server that a killed process has left behind.
   *
   * @throws FolderInUse if a living process runs a server there
   * @throws EngineFailure with one line for the operator, for every other reason
   */
  public static EmbeddedPostgres start(Path folder, PostgresOptions options, Progress progress) {
    Platform platform = Platform.current();
    return start(folder, options, progress, platform, Account.forPostgres(platform));
  }

  static EmbeddedPostgres start(
      Path folder, PostgresOptions options, Progress progress, Platform platform, Account account) {
    FolderLock lock = null;
    try {
      PrivateFiles.folder(folder);
      Path real = folder.toRealPath();
      Path root = real.resolve("pg" + PostgresCluster.MAJOR);
      lock = FolderLock.take(root);
      Path engines = options.engines() == null ? real.resolve("engines") : options.engines();
      Path home = new EngineBinaries(engines, platform).postgres(progress);
      PostgresCluster cluster = new PostgresCluster(root, home, platform, account);
      String password = cluster.prepare(progress);
      cluster.stopOrphan(progress);
      EmbeddedPostgres postgres = new EmbeddedPostgres(cluster, options, lock, password);
      postgres.launch(progress);
      return postgres;
    } catch (IOException e) {
      release(lock);
      throw new EngineFailure("PostgreSQL in " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static void release(FolderLock lock) {
    if (lock != null) {
      lock.close();
    }
  }

  private synchronized void launch(Progress progress) throws IOException {
    progress.step("starting PostgreSQL");
    long begun = System.nanoTime();
    int fixed = port != 0 ? port : options.port();
    for (int attempt = 1; ; attempt++) {
      int candidate = fixed != 0 ? fixed : Loopback.freePort();
      long mark = server.logSize();
      server.spawn(cluster.root(), cluster.server(candidate, options));
      port = candidate;
      if (becomesReady()) {
        break;
      }
      String output = server.logSince(mark);
      boolean again = isPassing(output) && attempt < PORT_ATTEMPTS;
      if (!again) {
        throw new EngineFailure("PostgreSQL did not start: " + reason(output));
      }
      Waiting.until(Duration.ofSeconds(1), () -> false);
    }
    try {
      verify();
    } catch (SQLException e) {
      stopServer();
      throw new EngineFailure("PostgreSQL started but does not answer: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      stopServer();
      throw e;
    }
    log.info(
        "postgres started pid={} port={} ms={}",
        server.pid(),
        port,
        Duration.ofNanos(System.nanoTime() - begun).toMillis());
  }

  private boolean becomesReady() {
    boolean ended = Waiting.until(START_LIMIT, () -> cluster.isReady() || !server.isAlive());
    if (ended && server.isAlive()) {
      return true;
    }
    server.expectEnd();
    server.kill();
    return false;
  }

  /** A port taken since we looked, or children of a killed server that have not yet noticed. */
  private static boolean isPassing(String output) {
    return output.contains("could not bind")
        || output.contains("pre-existing shared memory block")
        || output.contains("could not create any TCP/IP sockets");
  }

  private String reason(String output) {
    return output
        .lines()
        .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("error"))
        .findFirst()
        .map(String::strip)
        .orElse("it took longer than " + START_LIMIT.toSeconds() + " s")
        .concat(" (see " + cluster.root().resolve("postgres.log") + ")");
  }

  private void verify() throws SQLException {
    try (Connection admin = connect("postgres");
        Statement statement = admin.createStatement()) {
      if (options.durable()) {
        for (String setting : DURABLE) {
          String value = single(statement, "SHOW " + setting);
          if (!"on".equals(value)) {
            throw new EngineFailure(
                "PostgreSQL runs with %s=%s and could lose what it acknowledged: not starting"
                    .formatted(setting, value));
          }
        }
      }
      String found =
          single(statement, "SELECT datname FROM pg_database WHERE datname = '" + DATABASE + "'");
      if (found == null) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    }
  }

  private static String single(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  public String host() {
    return Loopback.HOST;
  }

  /** Stays the same over {@link #restart()}. */
  public int port() {
    return port;
  }

  /** The database made for Tertulia, owned by the administrator. */
  public String database() {
    return DATABASE;
  }

  /** The cluster's superuser: for migrations and for making roles, not for services. */
  public String adminUser() {
    return PostgresCluster.ADMIN;
  }

  public String adminPassword() {
    return password;
  }

  public long pid() {
    return server.pid();
  }

  public boolean isAlive() {
    return server.isAlive();
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, database);
  }

  /** A connection of the administrator; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", adminUser());
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  /** Tells of an end that nobody asked for here, with the exit code, on a thread of its own. */
  public void onDeath(IntConsumer listener) {
    server.onDeath(listener);
  }

  /** Stops the server with a checkpoint and gives the folder free. Stopping twice is harmless. */
  public synchronized void stop() {
    stopped = true;
    stopServer();
    lock.close();
  }

  /**
   * Stops the server at once, as a crash would, and keeps the folder: {@link #restart()} recovers.
   */
  public synchronized void stopImmediate() {
    end("immediate", IMMEDIATE_STOP);
  }

  /** SIGKILL to the server and all its processes; the folder is kept for {@link #restart()}. */
  public synchronized void killHard() {
    server.expectEnd();
    server.kill();
  }

  /** Stops the server if it runs and starts it again on the same port. */
  public synchronized void restart() {
    if (stopped) {
      throw new EngineFailure("PostgreSQL was stopped for good");
    }
    stopServer();
    try {
      cluster.stopOrphan(Progress.SILENT);
      launch(Progress.SILENT);
    } catch (IOException e) {
      throw new EngineFailure("PostgreSQL could not be restarted: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void stopServer() {
    end("fast", FAST_STOP);
  }

  private void end(String mode, Duration limit) {
    server.expectEnd();
    if (!server.isAlive()) {
      return;
    }
    try {
      cluster.signalStop(mode);
    } catch (IOException e) {
      log.warn("postgres not signalled mode={} reason={}", mode, e.getMessage());
    }
    if (!server.waitForEnd(limit)) {
      log.warn(
          "postgres did not stop in time, killing it mode={} seconds={}", mode, limit.toSeconds());
      server.kill();
    }
  }
}
