package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.TestTokens;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who try what is not theirs. Every test also sees that nothing was stored. */
class RightsTest {
  private static RoomWorld world;
  private Visitor owner;
  private Visitor moderator;
  private Visitor victim;
  private Visitor stranger;
  private RoomId room;

  @BeforeAll
  static void open() {
    world = RoomWorld.open();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aRoomWithEveryRole() {
    owner = world.person("Owner");
    moderator = world.person("Moderator");
    victim = world.person("Victim");
    stranger = world.person("Stranger");
    room = RoomWorld.roomId(owner.create("den", "private"));
    owner.set(room, moderator, "moderator").expect(200);
    owner.set(room, victim, "reader").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"member", "reader"})
  void membersAndReadersRunNothing(String role) {
    var attacker = world.person("Attacker");
    owner.set(room, attacker, role).expect(200);
    int before = world.seqs(room).size();

    for (Attempt each : moderation()) {
      each.by(attacker).problem(403, "access_denied");
    }

    attacker.remove(room, attacker).names("userId");
    assertEquals(before, world.seqs(room).size());
  }

  @Test
  void moderatorsStayBelowOwners() {
    int before = world.seqs(room).size();
    moderator.set(room, moderator, "owner").problem(403, "access_denied");
    moderator.set(room, victim, "member").problem(403, "access_denied");
    moderator.set(room, owner, "reader").problem(403, "access_denied");
    moderator.set(room, stranger, "moderator").problem(403, "access_denied");
    moderator.set(room, stranger, "owner").problem(403, "access_denied");
    moderator.remove(room, owner).problem(403, "access_denied");
    moderator.delete("/rooms/" + room).problem(403, "access_denied");
    assertEquals(before, world.seqs(room).size());

    moderator.set(room, stranger, "reader").expect(200);
    moderator.remove(room, stranger).expect(204);
  }

  @Test
  void aForeignRoomAnswersAsOneThatDoesNotExist() {
    var nowhere = RoomId.random();
    var attempts = new ArrayList<>(moderation());
    attempts.add(v -> v.get("/rooms/" + room));
    attempts.add(v -> v.get("/rooms/" + room + "/members"));
    attempts.add(v -> v.join(room));
    attempts.add(v -> v.post("/rooms/" + room + "/join", Json.object().put("password", "x")));
    attempts.add(v -> v.leave(room));
    attempts.add(v -> v.remove(room, v));
    attempts.add(v -> v.set(room, v, "owner"));
    var there = new ArrayList<ObjectNode>();
    for (Attempt each : attempts) {
      there.add(answer(each.by(stranger)));
    }

    room = nowhere;
    for (int i = 0; i < attempts.size(); i++) {
      assertEquals(there.get(i), answer(attempts.get(i).by(stranger)), "attempt " + i);
    }
  }

  @Test
  void aPublicRoomTellsStrangersNoMoreThanTheDirectory() {
    room = world.publicRoom(owner);

    stranger.get("/rooms/" + room).problem(404, "not_found");
    stranger.get("/rooms/" + room + "/members").problem(404, "not_found");
    stranger.get("/rooms/" + room + "/invites").problem(404, "not_found");
    stranger.patch("/rooms/" + room, Json.object().put("name", "x")).problem(404, "not_found");
  }

  @Test
  void aDirectRoomIsRunByNobody() {
    var body = Json.object();
    body.putArray("userIds").add(victim.id().value());
    room = RoomWorld.roomId(owner.post("/direct", body));

    for (Attempt each : moderation()) {
      each.by(owner).problem(403, "access_denied");
    }
    stranger.join(room).problem(404, "not_found");
    victim.get("/rooms/" + room).expect(200);
  }

  @Test
  void whatABodySaysAboutItsSenderCountsForNothing() {
    var body = Json.object().put("name", "mine").put("kind", "public").put("role", "reader");
    body.put("createdBy", owner.id().value()).put("code", "AAAA").put("id", room.value());
    body.put("memberCount", 99).putObject("caller").put("user", owner.id().value());

    var made = stranger.post("/rooms", body).expect(201);

    assertEquals("owner", made.text("role"));
    assertEquals(1, made.json().path("memberCount").asInt());
    assertEquals(
        stranger.id().value(),
        world.value("select created_by from rooms.rooms where id = ?", made.text("id")));
    var join = Json.object().put("role", "owner").put("userId", owner.id().value());
    var id = new RoomId(made.text("id"));
    assertEquals("member", victim.post("/rooms/" + id + "/join", join).expect(200).text("role"));
  }

  @Test
  void thePathWinsOverTheBody() {
    var own = world.publicRoom(stranger);
    var body = Json.object().put("roomId", room.value()).put("name", "taken over");

    assertEquals("taken over", stranger.patch("/rooms/" + own, body).expect(200).text("name"));
    assertEquals("den", owner.get("/rooms/" + room).text("name"));
  }

  @Test
  void aLastOwnerCannotBeDemoted() {
    owner.set(room, owner, "member").problem(409, "conflict");
    owner.set(room, moderator, "owner").expect(200);
    owner.set(room, owner, "member").expect(200);
    moderator.set(room, moderator, "member").problem(409, "conflict");
  }

  @Test
  void withoutAGoodTokenNothingAnswers() {
    var ann = owner.person();
    var foreign = new TestTokens(world.vertx());
    var expired = world.tokens.of(ann, new SessionId("s1"), Duration.ofMinutes(-1));
    var payload = owner.token().substring(owner.token().indexOf('.'));
    var none = base64("{\"alg\":\"none\",\"kid\":\"test-key\"}") + payload;

    for (Attempt each : moderation()) {
      each.by(world.visitor(ann, null)).problem(401, "unauthenticated");
      each.by(world.visitor(ann, "junk")).problem(401, "unauthenticated");
      each.by(world.visitor(ann, foreign.of(ann))).problem(401, "unauthenticated");
      each.by(world.visitor(ann, none)).problem(401, "unauthenticated");
      each.by(world.visitor(ann, expired)).problem(401, "token_expired");
    }
    owner.get("/rooms/" + room).expect(200);
  }

  @Test
  void theServiceRoleCanOnlyTouchItsOwnRows() throws Exception {
    try (var c =
            DriverManager.getConnection(
                world.database.jdbcUrl(),
                RoomVerticle.ROLE,
                world.database.settings().password().value());
        var statement = c.createStatement()) {
      for (String sql :
          List.of(
              "select * from history.entries",
              "delete from history.heads",
              "drop table rooms.members",
              "create table rooms.mine (x int)",
              "select * from pg_authid")) {
        var denied = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
        assertEquals("42501", denied.getSQLState(), sql);
      }
    }
  }

  /** Something that only owners and moderators may do in {@link #room}. */
  private interface Attempt {
    Visitor.Reply by(Visitor visitor);
  }

  private List<Attempt> moderation() {
    var nobody = new UserId("nobody");
    return List.of(
        v -> v.patch("/rooms/" + room, Json.object().put("name", "mine now")),
        v -> v.delete("/rooms/" + room),
        v -> v.set(room, stranger, "member"),
        v -> v.set(room, victim, "owner"),
        v -> v.put("/rooms/" + room + "/members/" + nobody, Json.object().put("role", "member")),
        v -> v.remove(room, victim),
        v -> v.delete("/rooms/" + room + "/members/" + victim.id() + "?ban=true"),
        v -> v.delete("/rooms/" + room + "/members/" + nobody),
        v -> v.post("/rooms/" + room + "/invites", Json.object()),
        v -> v.get("/rooms/" + room + "/invites"),
        v -> v.delete("/rooms/" + room + "/invites/i1"));
  }

  private static ObjectNode answer(Visitor.Reply reply) {
    reply.problem(404, "not_found");
    var json = reply.json().deepCopy();
    json.remove("instance");
    return json;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
