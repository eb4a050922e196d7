package chat.tertulia.e2e.faults;

import chat.tertulia.embedded.EmbeddedPostgres;
import chat.tertulia.embedded.PostgresOptions;
import chat.tertulia.embedded.Progress;
import chat.tertulia.testkit.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A durable PostgreSQL of its own, on a small disk of its own where we may mount one. */
final class Store implements AutoCloseable {
  private static final int DISK_MB = 1_500;
  private static final int MAX_CONNECTIONS = 200;
  private static final int BLOCK_BYTES = 1 << 20;

  private final Path disk;
  private final boolean mounted;
  private final EmbeddedPostgres server;

  private Store(Path disk, boolean mounted, EmbeddedPostgres server) {
    this.disk = disk;
    this.mounted = mounted;
    this.server = server;
  }

  static Store start(int number) throws IOException {
    Path disk = Path.of("target", "faults-disk-" + number).toAbsolutePath();
    run("umount", "-l", disk.toString());
    remove(disk);
    Files.createDirectories(disk);
    String size = "size=" + DISK_MB + "m,mode=0755";
    boolean mounted = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", disk.toString()) == 0;
    Path engines = Path.of("").toAbsolutePath().getParent().resolve("target/engines");
    var options = PostgresOptions.DEFAULT.engines(engines).maxConnections(MAX_CONNECTIONS);
    return new Store(disk, mounted, EmbeddedPostgres.start(disk, options, Progress.SILENT));
  }

  TestDatabase database() {
    return new TestDatabase(
        server.host(),
        server.port(),
        server.database(),
        server.adminUser(),
        server.adminPassword());
  }

  EmbeddedPostgres server() {
    return server;
  }

  /** Leaves no byte free. */
  void fill() throws IOException {
    if (!mounted) {
      throw new AssertionError("the database has no disk of its own here");
    }
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] block = new byte[BLOCK_BYTES];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!full.getMessage().contains("No space")) {
        throw full;
      }
    }
  }

  /** Frees what was filled, and starts the server again where it could not go on without. */
  void free() throws IOException {
    Files.deleteIfExists(disk.resolve("filler"));
    revive();
  }

  /** Starts the server where it does not run or does not answer. */
  void revive() {
    try (var connection = server.connect(server.database())) {
      connection.createStatement().execute("create temporary table alive()");
    } catch (SQLException e) {
      server.restart();
    }
  }

  /** The disk as it is now, with the server stopped meanwhile. */
  void takeBackup() throws IOException {
    server.killHard();
    copy(disk.resolve("pg18/cluster"), backup());
    server.restart();
  }

  /** Puts the disk back as it was, and tells the log that this is another life. */
  void restoreBackup() throws IOException, SQLException {
    server.killHard();
    Path cluster = disk.resolve("pg18/cluster");
    remove(cluster);
    copy(backup(), cluster);
    server.restart();
    try (var connection = server.connect(server.database());
        var statement = connection.createStatement()) {
      statement.execute("update history.epoch set random = gen_random_uuid()");
    }
  }

  private Path backup() {
    return disk.resolve("backup");
  }

  private static void copy(Path from, Path to) throws IOException {
    if (run("cp", "-a", from.toString(), to.toString()) != 0) {
      throw new IOException("not copied: " + from);
    }
  }

  private static int run(String... command) throws IOException {
    try {
      return new ProcessBuilder(List.of(command))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.stop();
    if (mounted) {
      run("umount", "-l", disk.toString());
    }
  }
}
