package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.history.HistoryService;
import chat.tertulia.history.LogDatabase;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.Secret;
import chat.tertulia.shared.sql.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Managed servers give no superuser: only a role that may make roles and owns its database. */
class PlainAdministratorTest {
  private static final String PASSWORD = "only-for-this-test";

  @Test
  void migratesWithoutBeingSuperuser() throws SQLException {
    LogDatabase log = LogDatabase.fresh();
    String name = "test_plain_" + Long.toString(System.currentTimeMillis(), 36);
    log.run("create role " + name + " login createrole password '" + PASSWORD + "'");
    for (String role : new String[] {"auth", "rooms", "history", "log"}) {
      log.run("grant tertulia_" + role + " to " + name + " with admin option");
    }
    run(log, "postgres", "create database " + name + " owner " + name);
    var full = log.settings();
    var plain =
        new DatabaseSettings(
            full.host(), full.port(), name, name, new Secret(PASSWORD), full.password(), 2);

    Migrations.run(plain, HistoryService.SCHEMA);

    run(log, name, "create schema rooms; grant usage on schema rooms to tertulia_history");
    run(
        log,
        name,
        """
        create table rooms.members (room_id text, user_id text, role text, muted_until timestamptz,
          visible_from bigint not null default 0);
        grant select on rooms.members to tertulia_history
        """);
    try (Connection rooms = connect(log, name);
        var statement = rooms.createStatement()) {
      statement.execute("set role tertulia_rooms");
      try (var row =
          statement.executeQuery(
              """
              select seq from history.append(
                array['r1'], array['u1'], array['Ann'], array['room'], array[null], array['{}'])
              """)) {
        row.next();
        assertEquals(1, row.getLong(1));
      }
      statement.execute("set role tertulia_history");
      try (var row = statement.executeQuery("select length(history.current_epoch())")) {
        row.next();
        assertEquals(20, row.getInt(1));
      }
    }
  }

  private static Connection connect(LogDatabase log, String database) throws SQLException {
    var known = log.database();
    return DriverManager.getConnection(
        known.jdbcUrl().replace("/" + known.name(), "/" + database),
        known.user(),
        known.password());
  }

  private static void run(LogDatabase log, String database, String sql) throws SQLException {
    try (Connection admin = connect(log, database);
        var statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }
}
