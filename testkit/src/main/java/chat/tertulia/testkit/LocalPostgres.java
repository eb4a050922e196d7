package chat.tertulia.testkit;

import chat.tertulia.embedded.EmbeddedPostgres;
import chat.tertulia.embedded.EngineFailure;
import chat.tertulia.embedded.FolderInUse;
import chat.tertulia.embedded.PostgresOptions;
import chat.tertulia.embedded.PrivateFiles;
import chat.tertulia.embedded.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The PostgreSQL of a test JVM: started when first asked for, stopped with the JVM. Calls block.
 *
 * <pre>{@code
 * TestDatabase database = LocalPostgres.shared().newDatabase();
 * }</pre>
 */
public final class LocalPostgres {
  private static final int MAX_CONNECTIONS = 200;
  private static final String PREFIX = "test_";

  private static LocalPostgres quick;
  private static LocalPostgres durable;

  private final EmbeddedPostgres server;
  private final AtomicInteger databases = new AtomicInteger();

  private LocalPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The quick one for most tests: what it holds may be lost in a crash of the machine. */
  public static synchronized LocalPostgres shared() {
    if (quick == null) {
      quick = start("local-postgres", options().throwAway());
    }
    return quick;
  }

  /** As durable as in production, for tests that kill it. */
  public static synchronized LocalPostgres durable() {
    if (durable == null) {
      durable = start("local-postgres-durable", options());
    }
    return durable;
  }

  private static PostgresOptions options() {
    return PostgresOptions.DEFAULT.engines(TestFolders.engines()).maxConnections(MAX_CONNECTIONS);
  }

  private static LocalPostgres start(String name, PostgresOptions options) {
    LocalPostgres local =
        new LocalPostgres(TestFolders.inFreeFolder(name, folder -> launch(folder, options)));
    Runtime.getRuntime().addShutdownHook(new Thread(local.server::stop));
    local.dropLeftovers();
    return local;
  }

  private static EmbeddedPostgres launch(Path folder, PostgresOptions options) {
    try {
      return EmbeddedPostgres.start(folder, options, Progress.SILENT);
    } catch (FolderInUse e) {
      throw e;
    } catch (EngineFailure unusable) {
      try {
        PrivateFiles.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return EmbeddedPostgres.start(folder, options, Progress.SILENT);
    }
  }

  private void dropLeftovers() {
    try (Connection admin = server.connect("postgres");
        Statement statement = admin.createStatement()) {
      List<String> leftovers = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")) {
        while (rows.next()) {
          leftovers.add(rows.getString(1));
        }
      }
      for (String name : leftovers) {
        statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop the databases of an earlier run", e);
    }
  }

  /** A fresh, empty database. */
  public TestDatabase newDatabase() {
    String name = PREFIX + databases.incrementAndGet();
    try (Connection admin = server.connect("postgres");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make database " + name, e);
    }
    return new TestDatabase(
        server.host(), server.port(), name, server.adminUser(), server.adminPassword());
  }

  /** The server itself, for tests that stop, kill and restart it. */
  public EmbeddedPostgres server() {
    return server;
  }
}
