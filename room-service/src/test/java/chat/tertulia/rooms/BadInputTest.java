package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong in themselves: named, nothing stored, the service goes on. */
class BadInputTest {
  private static RoomWorld world;
  private static Visitor ann;
  private static Visitor bob;
  private static RoomId room;
  private static long rooms;

  @BeforeAll
  static void open() {
    world = RoomWorld.open();
    ann = world.person("Ann");
    bob = world.person("Bob");
    room = world.publicRoom(ann);
    rooms = count();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @AfterEach
  void nothingIsStoredAndTheServiceLives() {
    assertEquals(rooms, count());
    assertEquals(List.of(1L, 2L), world.seqs(room));
    ann.get("/rooms/" + room).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "null", "\"x\"", "{\"name\":\"a\",\"name\":\"b\",\"kind\":\"public\"}"})
  void whatIsNotOneJsonObject(String body) {
    ann.send("POST", "/rooms", body).problem(400, "bad_request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"public\"} | name",
        "{\"name\":\"x\"} | kind",
        "{\"name\":7,\"kind\":\"public\"} | name",
        "{\"name\":[\"x\"],\"kind\":\"public\"} | name",
        "{\"name\":null,\"kind\":\"public\"} | name",
        "{\"name\":\"\",\"kind\":\"public\"} | name",
        "{\"name\":\"   \",\"kind\":\"public\"} | name",
        "{\"name\":\"\\u00a0\\u200b\\u3164\",\"kind\":\"public\"} | name",
        "{\"name\":\"a\\u0000b\",\"kind\":\"public\"} | name",
        "{\"name\":\"a\\ud800b\",\"kind\":\"public\"} | name",
        "{\"name\":\"a\\nb\",\"kind\":\"public\"} | name",
        "{\"name\":\"moc.\\u202egnp\",\"kind\":\"public\"} | name",
        "{\"name\":\"\\u2067x\\u2069\",\"kind\":\"public\"} | name",
        "{\"name\":\"x\",\"kind\":\"secret\"} | kind",
        "{\"name\":\"x\",\"kind\":\"direct\"} | kind",
        "{\"name\":\"x\",\"kind\":\"PUBLIC\"} | kind",
        "{\"name\":\"x\",\"kind\":1} | kind",
        "{\"name\":\"x\",\"kind\":\"public\",\"topic\":{}} | topic",
        "{\"name\":\"x\",\"kind\":\"public\",\"password\":\"p\"} | password",
        "{\"name\":\"x\",\"kind\":\"instant\",\"password\":\"p\"} | password",
        "{\"name\":\"x\",\"kind\":\"private\",\"password\":\"\"} | password",
        "{\"name\":\"x\",\"kind\":\"public\",\"members\":\"u1\"} | members",
        "{\"name\":\"x\",\"kind\":\"public\",\"members\":[null]} | members[0]",
        "{\"name\":\"x\",\"kind\":\"public\",\"members\":[\"\"]} | members[0]",
        "{\"name\":\"x\",\"kind\":\"public\",\"members\":[\"a b\"]} | members[0]",
        "{\"name\":\"x\",\"kind\":\"public\",\"members\":[7]} | members[0]",
      })
  void aWrongFieldIsNamed(String body, String field) {
    ann.send("POST", "/rooms", body).names(field);
  }

  @Test
  void whatIsTooLong() {
    ann.create("x".repeat(81), "public").names("name");
    var topic = Json.object().put("name", "x").put("kind", "public").put("topic", "t".repeat(501));
    ann.post("/rooms", topic).names("topic");
    var password = Json.object().put("name", "x").put("kind", "private");
    ann.post("/rooms", password.put("password", "p".repeat(129))).names("password");
    ann.send("POST", "/rooms", "{\"name\":\"" + "x".repeat(70_000) + "\"}")
        .problem(413, "too_large");
  }

  @Test
  void aHundredAndOneMembers() {
    var body = room("x");
    var members = body.putArray("members");
    for (int i = 0; i < 101; i++) {
      members.add("u" + i);
    }

    ann.post("/rooms", body).names("members");
  }

  @Test
  void unknownMembersAreNamedByTheirPlace() {
    var body = room("x");
    body.putArray("members").add(bob.id().value()).add(bob.id().value()).add("ghost").add("gone");

    var reply = ann.post("/rooms", body).names("members[2]");

    assertEquals("members[3]", reply.at("/errors/1/field").asText());
  }

  @Test
  void withoutAccountsNobodyIsTakenOnTrust() {
    world.accountsAnswer = false;
    try {
      var body = room("x");
      body.putArray("members").add(bob.id().value());
      ann.post("/rooms", body).problem(503, "unavailable");
      ann.set(room, bob, "member").problem(503, "unavailable");
    } finally {
      world.accountsAnswer = true;
    }
  }

  @Test
  void wrongPeopleOfADirectRoom() {
    ann.send("POST", "/direct", "{}").names("userIds");
    ann.send("POST", "/direct", "{\"userIds\":[]}").names("userIds");
    ann.send("POST", "/direct", "{\"userIds\":\"u1\"}").names("userIds");
    ann.send("POST", "/direct", "{\"userIds\":[\"ghost\"]}").names("userIds[0]");
    ann.send("POST", "/direct", "{\"userIds\":[\"" + ann.id() + "\"]}").names("userIds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "%00", "AAAA", "cm9vbXMKcjE", "'%20or%201=1", "%F0%9F%98%80"})
  void aCursorOfGarbage(String cursor) {
    ann.get("/rooms/public?cursor=" + cursor).names("cursor");
    ann.get("/rooms/" + room + "/members?cursor=" + cursor).names("cursor");
    if (!cursor.equals("cm9vbXMKcjE")) {
      ann.get("/rooms?cursor=" + cursor).names("cursor");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "201", "x", "1.5", "99999999999999999999"})
  void aWrongLimit(String limit) {
    ann.get("/rooms?limit=" + limit).names("limit");
    ann.get("/rooms/public?limit=" + limit).names("limit");
    ann.get("/rooms/" + room + "/members?limit=" + limit).names("limit");
  }

  @Test
  void wrongIdsRolesAndFlags() {
    ann.get("/rooms/a%20b").names("roomId");
    ann.get("/rooms/" + "x".repeat(65)).names("roomId");
    ann.get("/rooms/r%00").names("roomId");
    ann.get("/rooms/%F0%9F%98%80").names("roomId");
    ann.set(room, bob, "king").names("role");
    ann.put("/rooms/" + room + "/members/" + bob.id(), Json.object().put("role", 1)).names("role");
    ann.put("/rooms/" + room + "/members/ghost", Json.object()).names("userId");
    ann.delete("/rooms/" + room + "/members/" + bob.id() + "?ban=1").names("ban");
    ann.delete("/rooms/" + room + "/members/" + UserId.random()).problem(404, "not_found");
  }

  @Test
  void wrongChangesOfARoom() {
    ann.patch("/rooms/" + room, Json.object()).names("name");
    ann.patch("/rooms/" + room, Json.object().put("name", " ")).names("name");
    ann.patch("/rooms/" + room, Json.object().put("name", 1)).names("name");
    ann.patch("/rooms/" + room, Json.object().put("topic", "t".repeat(501))).names("topic");
  }

  @Test
  void wrongInvitations() {
    String path = "/rooms/" + room + "/invites";
    ann.post(path, Json.object().put("expiresIn", 0)).names("expiresIn");
    ann.post(path, Json.object().put("expiresIn", 400L * 24 * 3600)).names("expiresIn");
    ann.post(path, Json.object().put("expiresIn", "1h")).names("expiresIn");
    ann.post(path, Json.object().put("uses", 0)).names("uses");
    ann.post(path, Json.object().put("uses", 1.5)).names("uses");
    ann.delete(path + "/ghost").problem(404, "not_found");
  }

  @Test
  void wrongCodes() {
    var cid = world.person("Cid");
    cid.send("POST", "/rooms/join", "{}").names("code");
    cid.send("POST", "/rooms/join", "{\"code\":1}").names("code");
    cid.send("POST", "/rooms/join", "{\"code\":\"" + "A".repeat(65) + "\"}").names("code");
    cid.send("POST", "/rooms/join", "{\"code\":\"' or 1=1 --\"}").problem(404, "not_found");
    cid.send("POST", "/rooms/join", "{\"code\":\"AB2C\"}").problem(404, "not_found");
  }

  /** A page of another origin may send the plain types unasked, whatever their parameters say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain;json",
        "text/plain; charset=application/json",
        "application/x-www-form-urlencoded;json",
        "application/x-json",
        "application/jsonx",
      })
  void aBodyThatIsNotJson(String type) {
    var request =
        HttpRequest.newBuilder(URI.create(ann.base() + "/api/v1/rooms"))
            .header("Authorization", "Bearer " + ann.token())
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString("{\"name\":\"n\",\"kind\":\"public\"}"))
            .build();

    Visitor.exchange(request).problem(415, "unsupported_media_type");
  }

  @Test
  void whatIsNotThere() {
    ann.get("/rooms/" + room + "/nothing").problem(404, "not_found");
    ann.get("/room").problem(404, "not_found");
  }

  private static ObjectNode room(String name) {
    return Json.object().put("name", name).put("kind", "public");
  }

  private static long count() {
    return (Long) world.value("select count(*) from rooms.rooms");
  }
}
