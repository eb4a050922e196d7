package chat.tertulia.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL cluster and the programs that work on them. One major version, named
 * in the path, so that another can stand beside it when the time comes to move.
 */
final class PostgresCluster {
  static final int MAJOR = 18;
  static final String ADMIN = "tertulia_admin";

  private static final String DRAFT = "cluster.new-";

  private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);
  private static final Duration ORPHAN_FAST_STOP = Duration.ofSeconds(10);
  private static final Duration ORPHAN_IMMEDIATE_STOP = Duration.ofSeconds(5);

  /**
   * Character classes come from lc_ctype: under plain C a search by trigrams drops every letter
   * beyond ASCII. Not every system has the first.
   */
  private static final List<String> LOCALES = List.of("C.UTF-8", "en_US.UTF-8", "C");

  private final Path root;
  private final Path cluster;
  private final Path home;
  private final Platform platform;
  private final Account account;

  PostgresCluster(Path root, Path home, Platform platform, Account account) {
    this.root = root;
    this.cluster = root.resolve("cluster");
    this.home = home;
    this.platform = platform;
    this.account = account;
  }

  Path root() {
    return root;
  }

  /** The administrator's password; made, with the cluster, at the first start. */
  String prepare(Progress progress) throws IOException {
    PrivateFiles.folder(root);
    for (Path above : List.of(root.getParent(), root, home.getParent(), home)) {
      account.mayEnter(above);
    }
    account.mustReach(program("postgres"));
    boolean isNew = !Files.isDirectory(cluster);
    Path passwordFile = root.resolve("password");
    if (!isNew && !Files.exists(passwordFile)) {
      throw new EngineFailure(
          "the database in " + cluster + " has lost its password file " + passwordFile);
    }
    String password = PrivateFiles.readOrCreate(passwordFile, PrivateFiles::randomSecret);
    if (isNew) {
      progress.step("making a new PostgreSQL " + MAJOR + " database in " + cluster);
      initialise(password);
    }
    Path rules = cluster.resolve("pg_hba.conf");
    PrivateFiles.write(
        rules, "# Written at every start.\nhost all all 127.0.0.1/32 scram-sha-256\n");
    account.own(rules);
    return password;
  }

  private void initialise(String password) throws IOException {
    deleteDrafts();
    // A name of its own: the initdb of a killed parent may still be writing to an earlier one.
    String mark = Long.toHexString(System.nanoTime());
    Path draft = root.resolve(DRAFT + mark);
    Path passwordFile = root.resolve("password.initdb-" + mark);
    IOException failure = null;
    for (String locale : LOCALES) {
      PrivateFiles.delete(draft);
      PrivateFiles.folder(draft);
      PrivateFiles.write(passwordFile, password);
      account.own(draft);
      account.own(passwordFile);
      try {
        run(initdb(draft, passwordFile, locale));
        Files.move(draft, cluster, ATOMIC_MOVE);
        return;
      } catch (IOException e) {
        failure = e;
      } finally {
        Files.deleteIfExists(passwordFile);
      }
    }
    throw failure;
  }

  private void deleteDrafts() throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(root, DRAFT + "*")) {
      for (Path draft : drafts) {
        try {
          PrivateFiles.delete(draft);
        } catch (IOException stillWrittenTo) {
          log.info("draft of a database is left for the next start path={}", draft);
        }
      }
    }
  }

  private List<String> initdb(Path draft, Path passwordFile, String locale) {
    List<String> command = new ArrayList<>(account.prefix());
    command.addAll(
        List.of(
            program("initdb").toString(),
            "-D",
            draft.toString(),
            "-U",
            ADMIN,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=" + locale,
            "--lc-messages=C",
            "--no-instructions"));
    return command;
  }

  /** The command of a server on the port; every setting that matters is on it, where it wins. */
  List<String> server(int port, PostgresOptions options) {
    List<String> command = new ArrayList<>(platform.ownSession());
    command.addAll(account.prefix());
    command.add(program("postgres").toString());
    command.addAll(List.of("-D", cluster.toString()));
    String durable = options.durable() ? "on" : "off";
    List<String> settings =
        new ArrayList<>(
            List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=" + options.maxConnections(),
                "shared_buffers=" + options.sharedBuffersMb() + "MB",
                "fsync=" + durable,
                "synchronous_commit=" + durable,
                "full_page_writes=" + durable,
                "password_encryption=scram-sha-256",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "logging_collector=off",
                "log_checkpoints=off"));
    if (options.durable()) {
      // What people wrote must not reach a log: no statements, no rows in error details. Errors of
      // statements are reported by whoever sent them.
      settings.addAll(
          List.of(
              "log_min_messages=log",
              "log_min_error_statement=panic",
              "log_error_verbosity=terse"));
      if (platform.isMac()) {
        // Anything less leaves the data in the drive's own cache.
        settings.add("wal_sync_method=fsync_writethrough");
      }
    }
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  /** True when the server has written that it takes connections. */
  boolean isReady() {
    try {
      List<String> lines = Files.readAllLines(pidFile());
      return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends the signal for a fast or an immediate stop and doesn't wait for it. */
  void signalStop(String mode) throws IOException {
    List<String> command = new ArrayList<>(account.prefix());
    command.addAll(
        List.of(program("pg_ctl").toString(), "stop", "-W", "-D", cluster.toString(), "-m", mode));
    run(command);
  }

  /** Stops the server a killed parent has left, and removes the pid file of one that is gone. */
  void stopOrphan(Progress progress) throws IOException {
    Optional<ProcessHandle> found = Orphans.find(pidFile(), root);
    if (found.isPresent()) {
      ProcessHandle orphan = found.get();
      progress.step("stopping the PostgreSQL of a Tertulia that was killed");
      log.warn("orphan postgres found pid={} folder={}", orphan.pid(), cluster);
      if (!stopped(orphan, "fast", ORPHAN_FAST_STOP)
          && !stopped(orphan, "immediate", ORPHAN_IMMEDIATE_STOP)) {
        EngineProcess.killTree(orphan);
      }
    }
    // Nobody of ours lives: a number left in it may by now belong to any other program.
    Files.deleteIfExists(pidFile());
  }

  private boolean stopped(ProcessHandle orphan, String mode, Duration limit) throws IOException {
    if (Orphans.runs(orphan)) {
      try {
        signalStop(mode);
      } catch (IOException e) {
        log.warn(
            "orphan postgres not signalled pid={} mode={} reason={}",
            orphan.pid(),
            mode,
            e.getMessage());
      }
    }
    return Waiting.until(limit, () -> !Orphans.runs(orphan));
  }

  private Path pidFile() {
    return cluster.resolve("postmaster.pid");
  }

  private Path program(String name) {
    return home.resolve("bin").resolve(platform.executable(name));
  }

  private void run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(root.toFile());
    EngineProcess.clean(builder);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("exit code " + code + ": " + output.replaceAll("\\s*\\R\\s*", " | "));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
