package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.Secret;
import chat.tertulia.shared.sql.Migrations;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationTest {
  @Test
  void severalProcessesMayStartAtOnce() throws SQLException {
    TestDatabase database = LocalPostgres.shared().newDatabase();

    IntStream.range(0, 4)
        .mapToObj(i -> CompletableFuture.runAsync(() -> migrate(database.settings())))
        .toList()
        .forEach(CompletableFuture::join);

    assertNotNull(value(database, "select to_regclass('rooms.members')::text"));
    assertNotNull(value(database, "select to_regclass('rooms.rooms_search')::text"));
  }

  @Test
  void theAdministratorNeedsNotBeSuperuser() throws SQLException {
    TestDatabase database = LocalPostgres.shared().newDatabase();
    migrate(LocalPostgres.shared().newDatabase().settings());
    try (var c = database.connect();
        var statement = c.createStatement()) {
      statement.execute("drop role if exists plain_admin");
      statement.execute("create role plain_admin login createrole password 'plain'");
      statement.execute("alter database " + database.name() + " owner to plain_admin");
    }

    migrate(
        new DatabaseSettings(
            database.host(),
            database.port(),
            database.name(),
            "plain_admin",
            new Secret("plain"),
            new Secret(""),
            2));

    assertEquals(
        "plain_admin",
        value(
            database,
            "select tableowner from pg_tables where schemaname || '.' || tablename ="
                + " 'rooms.rooms'"));
    assertNotNull(value(database, "select to_regclass('rooms.rooms_search')::text"));
  }

  private static void migrate(DatabaseSettings settings) {
    Migrations.run(settings, RoomService.SCHEMA);
  }

  private static String value(TestDatabase database, String sql) throws SQLException {
    try (var c = database.connect();
        var statement = c.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
