package chat.tertulia.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis server of our own as a child process, on 127.0.0.1 only and behind a password. It keeps
 * an append-only file synced every second: what it holds (presence) heals by itself if a second is
 * lost.
 *
 * <p>All calls block; none belongs on an event loop.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final int PORT_ATTEMPTS = 5;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Path root;
  private final Path program;
  private final RedisOptions options;
  private final FolderLock lock;
  private final String password;
  private final EngineProcess server;
  private volatile int port;
  private boolean stopped;

  private EmbeddedRedis(
      Path root, Path program, RedisOptions options, FolderLock lock, String password) {
    this.root = root;
    this.program = program;
    this.options = options;
    this.lock = lock;
    this.password = password;
    this.server = new EngineProcess(root.resolve("redis.log"));
  }

  /** False on systems for which there is no Redis to embed. */
  public static boolean isAvailable() {
    return Platform.current().hasRedis();
  }

  public static EmbeddedRedis start(Path folder, Progress progress) {
    return start(folder, RedisOptions.DEFAULT, progress);
  }

  /**
   * Starts the server whose files are in {@code folder/redis7}, stopping first a server that a
   * killed process has left behind.
   *
   * @throws FolderInUse if a living process runs a server there
   * @throws EngineFailure with one line for the operator, for every other reason
   */
  public static EmbeddedRedis start(Path folder, RedisOptions options, Progress progress) {
    FolderLock lock = null;
    try {
      PrivateFiles.folder(folder);
      Path real = folder.toRealPath();
      Path root = real.resolve("redis7");
      lock = FolderLock.take(root);
      Path engines = options.engines() == null ? real.resolve("engines") : options.engines();
      Path program = new EngineBinaries(engines, Platform.current()).redis(progress);
      String password =
          PrivateFiles.readOrCreate(root.resolve("password"), PrivateFiles::randomSecret);
      EmbeddedRedis redis = new EmbeddedRedis(root, program, options, lock, password);
      redis.stopOrphan(progress);
      redis.launch(progress);
      return redis;
    } catch (IOException e) {
      release(lock);
      throw new EngineFailure("Redis in " + folder + ": " + e.getMessage(), e);
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
    progress.step("starting Redis");
    int fixed = port != 0 ? port : options.port();
    boolean setAside = false;
    for (int attempt = 1; ; attempt++) {
      int candidate = fixed != 0 ? fixed : Loopback.freePort();
      long mark = server.logSize();
      PrivateFiles.write(config(), configuration(candidate));
      List<String> command = new ArrayList<>(Platform.current().ownSession());
      command.addAll(List.of(program.toString(), config().toString()));
      server.spawn(root, command);
      port = candidate;
      if (becomesReady()) {
        break;
      }
      String output = server.logSince(mark);
      boolean portTaken = output.contains("bind:") || output.contains("Failed listening");
      if (!portTaken && !setAside && setAsideWhatItHeld()) {
        setAside = true;
      } else if (!portTaken || attempt >= PORT_ATTEMPTS) {
        throw new EngineFailure("Redis did not start (see " + root.resolve("redis.log") + ")");
      }
    }
    verify();
    log.info("redis started pid={} port={}", server.pid(), port);
  }

  /** Presence comes back by itself, so a file Redis can't read is no reason to stay down. */
  private boolean setAsideWhatItHeld() throws IOException {
    Path held = root.resolve("appendonlydir");
    if (!Files.isDirectory(held)) {
      return false;
    }
    Path aside = root.resolve("appendonlydir.unreadable");
    PrivateFiles.delete(aside);
    Files.move(held, aside);
    log.warn("redis could not start on its files, starting empty aside={}", aside);
    return true;
  }

  private String configuration(int candidate) {
    return """
    # Written at every start.
    bind %s
    port %d
    protected-mode yes
    requirepass %s
    dir "%s"
    pidfile "%s"
    set-proc-title no
    daemonize no
    loglevel notice
    save ""
    appendonly yes
    appendfsync everysec
    maxmemory %dmb
    maxmemory-policy noeviction
    ignore-warnings ARM64-COW-BUG
    """
        .formatted(Loopback.HOST, candidate, password, root, pidFile(), options.maxMemoryMb());
  }

  private boolean becomesReady() {
    boolean decided = Waiting.until(START_LIMIT, () -> !server.isAlive() || answers());
    if (decided && server.isAlive()) {
      return true;
    }
    server.expectEnd();
    server.kill();
    return false;
  }

  private boolean answers() {
    try (RedisProbe probe = new RedisProbe(port, password)) {
      return probe.ask("PING").equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  private void verify() throws IOException {
    try (RedisProbe probe = new RedisProbe(port, password)) {
      String policy = probe.setting("maxmemory-policy");
      String appendOnly = probe.setting("appendonly");
      if (!policy.equals("noeviction") || !appendOnly.equals("yes")) {
        stopServer();
        throw new EngineFailure(
            "Redis runs with maxmemory-policy=%s appendonly=%s: not starting"
                .formatted(policy, appendOnly));
      }
    }
  }

  private void stopOrphan(Progress progress) throws IOException {
    Orphans.find(pidFile(), root)
        .ifPresent(
            orphan -> {
              progress.step("stopping the Redis of a Tertulia that was killed");
              log.warn("orphan redis found pid={} folder={}", orphan.pid(), root);
              orphan.destroy();
              if (!Waiting.until(STOP_LIMIT, () -> !Orphans.runs(orphan))) {
                EngineProcess.killTree(orphan);
              }
            });
    Files.deleteIfExists(pidFile());
  }

  private Path pidFile() {
    return root.resolve("redis.pid");
  }

  private Path config() {
    return root.resolve("redis.conf");
  }

  public String host() {
    return Loopback.HOST;
  }

  /** Stays the same over {@link #restart()}. */
  public int port() {
    return port;
  }

  public String password() {
    return password;
  }

  /** {@code redis://:password@host:port}, the form in which clients take it. */
  public String url() {
    return "redis://:%s@%s:%d".formatted(password, host(), port);
  }

  public long pid() {
    return server.pid();
  }

  public boolean isAlive() {
    return server.isAlive();
  }

  /** Tells of an end that nobody asked for here, with the exit code, on a thread of its own. */
  public void onDeath(IntConsumer listener) {
    server.onDeath(listener);
  }

  /** Stops the server and gives the folder free. Stopping twice is harmless. */
  public synchronized void stop() {
    stopped = true;
    stopServer();
    lock.close();
  }

  /** SIGKILL; the folder is kept for {@link #restart()}. */
  public synchronized void killHard() {
    server.expectEnd();
    server.kill();
  }

  /** Stops the server if it runs and starts it again on the same port. */
  public synchronized void restart() {
    if (stopped) {
      throw new EngineFailure("Redis was stopped for good");
    }
    stopServer();
    try {
      stopOrphan(Progress.SILENT);
      launch(Progress.SILENT);
    } catch (IOException e) {
      throw new EngineFailure("Redis could not be restarted: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void stopServer() {
    server.expectEnd();
    server.terminate();
    if (!server.waitForEnd(STOP_LIMIT)) {
      log.warn("redis did not stop in time, killing it seconds={}", STOP_LIMIT.toSeconds());
      server.kill();
    }
  }
}
