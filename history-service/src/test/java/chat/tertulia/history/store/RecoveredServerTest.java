package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import chat.tertulia.embedded.EmbeddedPostgres;
import chat.tertulia.embedded.PostgresOptions;
import chat.tertulia.embedded.PrivateFiles;
import chat.tertulia.embedded.Progress;
import chat.tertulia.history.HistoryService;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.Secret;
import chat.tertulia.shared.sql.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that recovers from its archive starts another life; one that crashed goes on. */
class RecoveredServerTest {
  private static final Path FOLDER = Path.of("target/recovered").toAbsolutePath();
  private static final Path ENGINES = Path.of("../target/engines").toAbsolutePath().normalize();

  @Test
  @Timeout(120)
  void onlyARecoveryFromTheArchiveChangesTheEpoch() throws IOException, SQLException {
    PrivateFiles.delete(FOLDER);
    var options = PostgresOptions.DEFAULT.engines(ENGINES);
    try (var server = EmbeddedPostgres.start(FOLDER, options, Progress.SILENT)) {
      Migrations.run(settings(server), HistoryService.SCHEMA);
      String first = epoch(server);

      server.killHard();
      server.restart();
      assertEquals(first, epoch(server));

      run(server, "alter system set restore_command = 'false'");
      server.stopImmediate();
      Files.createFile(FOLDER.resolve("pg18/cluster/recovery.signal"));
      server.restart();
      assertNotEquals(first, epoch(server));
    }
  }

  private static DatabaseSettings settings(EmbeddedPostgres server) {
    return new DatabaseSettings(
        server.host(),
        server.port(),
        server.database(),
        server.adminUser(),
        new Secret(server.adminPassword()),
        new Secret("only-for-this-test"),
        1);
  }

  private static void run(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection admin = server.connect(server.database());
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Once the server takes writes: it answers readers before it has chosen its timeline. */
  private static String epoch(EmbeddedPostgres server) throws SQLException {
    while (one(server, "select pg_is_in_recovery()").equals("t")) {
      Thread.onSpinWait();
    }
    return one(server, "select history.current_epoch()");
  }

  private static String one(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection admin = server.connect(server.database());
        Statement statement = admin.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
