package chat.tertulia.rooms;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.sql.Migrations;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.TestDatabase;
import chat.tertulia.testkit.TestTokens;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;

/**
 * Room-service as it runs, on a database of its own, with the other services' answers on the bus
 * made here: people that a test has named exist, summaries come from the real log.
 */
final class RoomWorld implements AutoCloseable {
  private static final int SHARDS = 4;

  final TestDatabase database;
  final Node node;
  final RoomVerticle rooms;
  final TestTokens tokens;
  final Bus bus;

  /** What gateways and people were told, in order. */
  final List<LogEntry> published = new CopyOnWriteArrayList<>();

  final List<Rooms.Notice> notices = new CopyOnWriteArrayList<>();
  final Map<UserId, Person> people = new ConcurrentHashMap<>();
  volatile boolean historyAnswers = true;
  volatile boolean accountsAnswer = true;

  private RoomWorld(TestDatabase database, Node node, RoomVerticle rooms) {
    this.database = database;
    this.node = node;
    this.rooms = rooms;
    this.tokens = new TestTokens(node.vertx());
    this.bus = new VertxBus(node.vertx());
  }

  static RoomWorld open() {
    return open(Duration.ofSeconds(60));
  }

  /**
   * @param linger how long an instant room outlives its last member
   */
  static RoomWorld open(Duration linger) {
    return open(new RoomSettings(0, "https://chat.example/", linger, 1_000, 10_000, 1_000));
  }

  static RoomWorld open(RoomSettings roomSettings) {
    TestDatabase database = LocalPostgres.shared().newDatabase();
    Migrations.run(database.settings(), RoomService.SCHEMA);
    migrateHistory(database);
    var settings =
        Settings.of(
            Map.of("TERTULIA_ADMIN_PORT", "0", "TERTULIA_SHARDS", Integer.toString(SHARDS)));
    Node node = Launcher.await(Node.start(settings.read(NodeSettings.class)));
    var rooms = new RoomVerticle(node, database.settings(), roomSettings);
    var world = new RoomWorld(database, node, rooms);
    world.answerForOthers();
    Launcher.await(node.deploy(rooms));
    return world;
  }

  /** One more process of the service, as far as its rows can tell: gives its REST address. */
  String anotherReplica() {
    var other =
        new RoomVerticle(
            node,
            database.settings(),
            new RoomSettings(
                0, "https://chat.example", Duration.ofSeconds(60), 1_000, 10_000, 1_000));
    Launcher.await(node.deploy(other));
    return "http://127.0.0.1:" + other.port();
  }

  /** The real log: the service beside this one keeps it as versioned SQL. */
  private static void migrateHistory(TestDatabase database) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .schemas("history")
        .defaultSchema("history")
        .locations("filesystem:../history-service/src/main/resources/db/history")
        .load()
        .migrate();
  }

  private void answerForOthers() {
    Launcher.await(
        tokens
            .answerOn(bus)
            .compose(ok -> bus.serve(Switchboard.PEOPLE, call -> lookup(call.body())))
            .compose(ok -> bus.serve(Switchboard.SUMMARIES, call -> summaries(call.body())))
            .compose(ok -> bus.subscribe(Switchboard.NOTICE, notices::add)));
    for (int shard = 0; shard < SHARDS; shard++) {
      Launcher.await(
          bus.hearShard(shard, batch -> published.addAll(batch.entries())).ready().mapEmpty());
    }
  }

  private Future<Answer<Accounts.People>> lookup(Accounts.Lookup asked) {
    if (!accountsAnswer) {
      return Future.failedFuture(Problem.of(ErrorCode.UNAVAILABLE, "down"));
    }
    var found = asked.ids().stream().filter(people::containsKey).map(people::get).toList();
    return Future.succeededFuture(Answer.of(new Accounts.People(found)));
  }

  private Future<Answer<Log.Summaries>> summaries(Log.SummariesFor asked) {
    if (!historyAnswers) {
      return Future.failedFuture(Problem.of(ErrorCode.UNAVAILABLE, "down"));
    }
    return vertx().executeBlocking(() -> Answer.of(new Log.Summaries(summariesNow(asked))));
  }

  private List<Log.Summary> summariesNow(Log.SummariesFor asked) throws SQLException {
    var found = new ArrayList<Log.Summary>();
    var sql =
        """
        select h.room_id, h.last_seq, e.actor_id, e.actor_name, e.at, e.kind, m.joined_seq
          from rooms.members m
          join history.heads h on h.room_id = m.room_id
          join history.entries e on e.room_id = h.room_id and e.seq = h.last_seq
         where m.user_id = ? and m.room_id = any (?)
        """;
    try (Connection c = database.connect();
        var query = c.prepareStatement(sql)) {
      query.setString(1, asked.user().value());
      query.setArray(
          2,
          c.createArrayOf(
              "text", asked.rooms().stream().map(RoomId::value).toArray(String[]::new)));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          long head = rows.getLong(2);
          var actor = new Person(new UserId(rows.getString(3)), rows.getString(4));
          var at = rows.getTimestamp(5).toInstant();
          var last = new Rooms.Last(head, actor, at, rows.getString(6), null);
          found.add(
              new Log.Summary(new RoomId(rows.getString(1)), head, rows.getLong(7), 0, 0, last));
        }
      }
    }
    return found;
  }

  Vertx vertx() {
    return node.vertx();
  }

  /** A person with an account, ready to call. */
  Visitor person(String name) {
    var person = new Person(UserId.random(), name);
    people.put(person.id(), person);
    return visitor(person, tokens.of(person));
  }

  Visitor visitor(Person person, String token) {
    return new Visitor(person, token, "http://127.0.0.1:" + rooms.port());
  }

  /** A fresh public room. */
  RoomId publicRoom(Visitor owner) {
    return roomId(owner.create("lobby", "public"));
  }

  static RoomId roomId(Visitor.Reply reply) {
    return new RoomId(reply.expect(201).text("id"));
  }

  /** The numbers that the log holds, read by the administrator. */
  List<Long> seqs(RoomId room) {
    return entries(room).stream().map(e -> e.path("seq").asLong()).toList();
  }

  /** The whole log of a room as {@code {seq, kind, actor, body…}} objects. */
  List<JsonNode> entries(RoomId room) {
    var found = new ArrayList<JsonNode>();
    var sql =
        "select seq, kind, actor_id, body from history.entries where room_id = ? order by seq";
    try (Connection c = database.connect();
        var query = c.prepareStatement(sql)) {
      query.setString(1, room.value());
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          var entry = Json.readObject(rows.getString(4));
          entry.put("seq", rows.getLong(1)).put("entryKind", rows.getString(2));
          found.add(entry.put("actor", rows.getString(3)));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  /** Runs a statement as the administrator. */
  int execute(String sql, Object... parameters) {
    try (Connection c = database.connect();
        var statement = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One value as the administrator. */
  Object value(String sql, Object... parameters) {
    try (Connection c = database.connect();
        var statement = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (var rows = statement.executeQuery()) {
        return rows.next() ? rows.getObject(1) : null;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Frames that a person was told, of one type. */
  List<JsonNode> told(Visitor who, String type) {
    return notices.stream()
        .filter(n -> n.user().equals(who.id()))
        .map(Rooms.Notice::frame)
        .filter(f -> f.path("type").asText().equals(type))
        .toList();
  }

  @Override
  public void close() {
    Launcher.await(node.stop());
  }
}
