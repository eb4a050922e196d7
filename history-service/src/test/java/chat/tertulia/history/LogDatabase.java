package chat.tertulia.history;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Migrations;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.TestDatabase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database with the log's schema and as much of the schema of rooms as the log reads. */
public final class LogDatabase {
  private static final String ROOMS =
      """
      create schema rooms;
      create table rooms.members (
        room_id text collate "C" not null,
        user_id text collate "C" not null,
        name text not null,
        role text not null,
        joined_seq bigint not null,
        joined_at timestamptz not null default now(),
        muted_until timestamptz,
        visible_from bigint not null default 0,
        primary key (room_id, user_id));
      create index on rooms.members (user_id);
      grant usage on schema rooms to tertulia_history, tertulia_rooms;
      grant select on rooms.members to tertulia_history;
      grant select, insert, update, delete on rooms.members to tertulia_rooms;
      """;

  private final TestDatabase database;
  private Connection admin;

  private LogDatabase(TestDatabase database) {
    this.database = database;
  }

  public static LogDatabase fresh() {
    return in(LocalPostgres.shared());
  }

  public static LogDatabase in(LocalPostgres postgres) {
    var log = new LogDatabase(postgres.newDatabase());
    Migrations.run(log.database.settings(), HistoryService.SCHEMA);
    log.run(ROOMS);
    return log;
  }

  public TestDatabase database() {
    return database;
  }

  public DatabaseSettings settings() {
    return database.settings();
  }

  /** Statements of the superuser. */
  public void run(String sql) {
    try (var statement = admin().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** One connection for all of them, made again when the server was away. */
  private synchronized Connection admin() throws SQLException {
    if (admin == null || !admin.isValid(1)) {
      admin = database.connect();
    }
    return admin;
  }

  /** Leaves the database without connections of ours. */
  public synchronized void disconnect() {
    try {
      admin.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    admin = null;
  }

  /** The first column of the first row, as text. */
  public String one(String sql) {
    return rows(sql).getFirst().getFirst();
  }

  /** All rows as text. */
  public List<List<String>> rows(String sql) {
    try (var statement = admin().createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (found.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** What a deletion leaves of a message; does nothing when the number is no message's. */
  public void delete(RoomId room, long seq) {
    run(
        """
        insert into history.changed (room_id, seq, actor_id, deleted)
        select room_id, seq, actor_id, true from history.entries
        where room_id = '%s' and seq = %d and kind = 'message'
        on conflict (room_id, seq) do update set content = null, deleted = true
        """
            .formatted(room, seq));
  }

  /** What room-service does when a room is made: its first entry, then its first member. */
  public RoomId room(UserId owner) {
    RoomId room = RoomId.random();
    try (Connection rooms = asRooms()) {
      rooms.setAutoCommit(false);
      append(rooms, room, owner, "room", "{\"name\":\"lobby\"}");
      rooms.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    join(room, owner, "owner");
    return room;
  }

  /** A member joins, with the entry that says so; gives its number. */
  public long join(RoomId room, UserId user, String role) {
    return change(
        room,
        user,
        "joined",
        "insert into rooms.members (room_id, user_id, name, role, joined_seq)"
            + " values (?, ?, 'Someone', '"
            + role
            + "', 0) on conflict (room_id, user_id) do update set role = excluded.role");
  }

  /** A member is removed, with the entry that says so; gives its number. */
  public long remove(RoomId room, UserId user) {
    return change(
        room, user, "removed", "delete from rooms.members where room_id = ? and user_id = ?");
  }

  private long change(RoomId room, UserId user, String change, String sql) {
    try (Connection rooms = asRooms()) {
      rooms.setAutoCommit(false);
      lock(rooms, room);
      try (PreparedStatement statement = rooms.prepareStatement(sql)) {
        statement.setString(1, room.value());
        statement.setString(2, user.value());
        statement.executeUpdate();
      }
      String body =
          "{\"user\":{\"id\":\"%s\",\"name\":\"Someone\"},\"change\":\"%s\",\"role\":\"member\"}"
              .formatted(user, change);
      long seq = append(rooms, room, user, "member", body);
      try (PreparedStatement joined =
          rooms.prepareStatement(
              "update rooms.members set joined_seq = ? where room_id = ? and user_id = ?")) {
        joined.setLong(1, seq);
        joined.setString(2, room.value());
        joined.setString(3, user.value());
        joined.executeUpdate();
      }
      rooms.commit();
      return seq;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As room-service locks the room's own row: one change of a room's membership at a time. */
  private static void lock(Connection connection, RoomId room) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
      statement.setString(1, room.value());
      statement.execute();
    }
  }

  /** A connection with room-service's rights. */
  public Connection asRooms() throws SQLException {
    Connection connection = database.connect();
    try (var statement = connection.createStatement()) {
      statement.execute("set role tertulia_rooms");
    }
    return connection;
  }

  /** Appends one entry in the connection's transaction. */
  public static long append(
      Connection connection, RoomId room, UserId actor, String kind, String body)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select verdict, seq from history.append(?, ?, ?, ?, ?, ?)")) {
      String[] values = {room.value(), actor.value(), "Someone", kind, null, body};
      for (int i = 0; i < values.length; i++) {
        Array array = connection.createArrayOf("text", new String[] {values[i]});
        statement.setArray(i + 1, array);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getString(1).equals("ok")) {
          throw new IllegalStateException(row.getString(1));
        }
        return row.getLong(2);
      }
    }
  }
}
