package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each database role can and cannot do, and what names the life of the data. */
class RightsTest {
  private static LogDatabase log;

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
  }

  private static void as(String role, String sql) throws SQLException {
    try (Connection connection = log.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("set role " + role);
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tertulia_history | update history.entries set body = '{}'",
        "tertulia_history | delete from history.entries",
        "tertulia_history | insert into history.heads (room_id) values ('r1')",
        "tertulia_history | insert into history.changed (room_id, seq, actor_id) values ('r', 1,"
            + " 'u')",
        "tertulia_history | update history.changed set content = 'x'",
        "tertulia_history | select history.remove_room('r1')",
        "tertulia_history | insert into rooms.members select * from rooms.members",
        "tertulia_history | create table history.mine (x int)",
        "tertulia_rooms   | select from history.entries",
        "tertulia_rooms   | update history.heads set last_seq = 1",
        "tertulia_rooms   | select history.current_epoch()",
        "tertulia_auth    | select from history.heads",
        "tertulia_auth    | select history.current_epoch()"
      })
  void isRefused(String role, String sql) {
    var refused = assertThrows(SQLException.class, () -> as(role, sql));
    assertEquals("42501", refused.getSQLState(), refused.getMessage());
  }

  @Test
  void nobodySignsInAsTheLogsOwnerOrBecomesIt() {
    assertEquals("f", log.one("select pg_has_role('tertulia_history', 'tertulia_log', 'member')"));
    assertEquals("f", log.one("select pg_has_role('tertulia_rooms', 'tertulia_log', 'member')"));
    assertEquals("f", log.one("select rolcanlogin from pg_roles where rolname = 'tertulia_log'"));
    assertEquals(
        "tertulia_log",
        log.one(
            "select distinct pg_get_userbyid(proowner) from pg_proc p"
                + " where pronamespace = 'history'::regnamespace and prosecdef"));
  }

  @Test
  void roomServiceAppendsAndRemoves() {
    UserId ann = UserId.random();
    RoomId room = log.room(ann);
    RoomId other = log.room(ann);

    assertDoesNotThrow(
        () -> as("tertulia_rooms", "select history.remove_room('%s')".formatted(room)));

    String count = "select count(*) from history.entries where room_id = '%s'";
    assertEquals("0", log.one(String.format(count, room)));
    assertEquals("2", log.one(String.format(count, other)));
  }

  @Test
  void theEpochStaysUntilTheRowIsWrittenAgain() {
    String epoch = log.one("select history.current_epoch()");
    assertEquals(epoch, log.one("select history.current_epoch()"));

    log.run(
        """
        create temporary table kept as select * from history.epoch;
        delete from history.epoch;
        insert into history.epoch select * from kept
        """);

    assertNotEquals(epoch, log.one("select history.current_epoch()"));
  }

  @Test
  void aCopyOfTheDatabaseHasAnotherEpoch() throws SQLException {
    String epoch = log.one("select history.current_epoch()");
    log.disconnect();
    var database = log.database();
    String copy = database.name() + "_copy";
    try (Connection admin =
            java.sql.DriverManager.getConnection(
                database.jdbcUrl().replace("/" + database.name(), "/postgres"),
                database.user(),
                database.password());
        var statement = admin.createStatement()) {
      statement.execute("create database " + copy + " template " + database.name());
    }
    try (Connection there =
            java.sql.DriverManager.getConnection(
                database.jdbcUrl().replace("/" + database.name(), "/" + copy),
                database.user(),
                database.password());
        var statement = there.createStatement();
        var row = statement.executeQuery("select history.current_epoch()")) {
      row.next();
      assertNotEquals(epoch, row.getString(1));
    }
  }
}
