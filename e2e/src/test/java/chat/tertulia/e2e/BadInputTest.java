package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.Room;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Whatever is wrong with a request is named, by whichever way it comes; afterwards nothing is
 * stored and everything answers.
 */
@ExtendWith(LogOnFailure.class)
class BadInputTest {
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final String LONE_SURROGATE = "\\ud800";
  private static final String NUL = "\\u0000";

  private final Actor ann = Running.world().person("ann");
  private final Actor eve = Running.world().person("eve");
  private Room room;
  private List<JsonNode> log;

  @BeforeEach
  void makesARoom() {
    room = ann.creates("Club", "private");
    log = ann.log(room);
  }

  @AfterEach
  void nothingIsStoredAndEverythingAnswers() {
    assertEquals(log, ann.log(room));
    assertEquals(1, ann.rest("GET", "/rooms", null).expect(200).json().path("rooms").size());
    assertEquals(1, ann.rest("GET", "/auth/sessions", null).json().path("sessions").size());
    assertEquals("ann", ann.rest("GET", "/auth/me", null).expect(200).json().at("/name").asText());
    assertTrue(Running.tertulia().isAlive());
    URI admin = URI.create("http://127.0.0.1:" + Running.tertulia().ports().admin());
    Running.world().rest().send("GET", admin.resolve("/health/ready"), null, null).expect(200);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void bodiesThatAreNotOneJsonObjectAreRefused(Door door) {
    List<String> bodies =
        List.of(
            "{\"content\":",
            "[]",
            "\"text\"",
            "7",
            "null",
            "{} {}",
            "{\"content\":\"a\",\"content\":\"b\"}",
            "{'content':'a'}",
            "\u0000",
            "[".repeat(1_000),
            "{\"content\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}",
            "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000));

    for (Row row : writing()) {
      for (String body : bodies) {
        problem(400, "bad_request", sends(door, row, "application/json", utf8(body)), row);
      }
      byte[] notUtf8 = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};
      problem(400, "bad_request", sends(door, row, "application/json", notUtf8), row);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void bodiesOfAnotherTypeOrSizeAreRefused(Door door) {
    byte[] tooLong = utf8("{\"content\":\"" + "a".repeat(MAX_BODY_BYTES) + "\"}");

    for (Row row : writing()) {
      for (String type : Arrays.asList(null, "text/plain", "application/x-www-form-urlencoded")) {
        problem(415, "unsupported_media_type", sends(door, row, type, utf8("{}")), row);
      }
      problem(413, "too_large", sends(door, row, "application/json", tooLong), row);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void wrongAccountsAreRefusedByField(Door door) {
    ObjectNode good = with().put("username", "fine-name").put("password", "a long enough secret");
    Map<String, List<String>> wrong =
        Map.of(
            "username",
            List.of("null", "7", "{}", q("ab"), q("a".repeat(33)), q("two words"), q("a" + NUL)),
            "password",
            List.of("null", "true", q("short"), q("p".repeat(257)), q("password" + LONE_SURROGATE)),
            "displayName",
            List.of("7", "[]", q(""), q(" "), q("n".repeat(81)), q("a" + NUL), q("a\\nb")));

    wrong.forEach((field, values) -> refusedByField(door, Row.REGISTER, null, good, field, values));
  }

  @ParameterizedTest
  @EnumSource
  void wrongRoomsAreRefusedByField(Door door) {
    ObjectNode good = with().put("name", "Fine").put("kind", "public");
    Map<String, List<String>> wrong =
        Map.of(
            "name",
            List.of("null", "7", "[]", q(""), q(" "), q("n".repeat(81)), q("a" + NUL), q("a\\nb")),
            "kind",
            List.of("null", "7", q("direct"), q("other"), q("PUBLIC")),
            "topic",
            List.of("7", "{}", q("t".repeat(501)), q("a" + LONE_SURROGATE)),
            "password",
            List.of("7", q(""), q("p".repeat(129))),
            "members",
            List.of("7", q("x"), "{}"));

    wrong.forEach(
        (field, values) -> refusedByField(door, Row.CREATE_ROOM, ann, good, field, values));
  }

  @ParameterizedTest
  @EnumSource
  void wrongMessagesAreRefusedByField(Door door) {
    ObjectNode good = Script.in(room).put("clientId", "c-1").put("content", "Fine");
    Map<String, List<String>> wrong =
        Map.of(
            "content",
            List.of("null", "7", "true", "{}", "[]", q(""), q("  "), q("c".repeat(8_001))),
            "clientId",
            List.of("null", "7", "{}", q(""), q("c".repeat(65)), q("two words")),
            "replyTo",
            List.of(q("x"), q("7"), "0", "-1", "1.5", "{}", "99999999999999999999"),
            "thread",
            List.of(q("x"), "0", "true"));

    wrong.forEach((field, values) -> refusedByField(door, Row.POST, ann, good, field, values));
  }

  @ParameterizedTest
  @EnumSource
  void textThatCannotBeStoredIsRefusedByField(Door door) {
    ObjectNode good = Script.in(room).put("clientId", "c-1").put("content", "Fine");
    List<String> values =
        List.of(q("a" + NUL), q(LONE_SURROGATE), q("\\udc00"), q("\\udc00\\ud800"), q("x\\ud83d"));

    refusedByField(door, Row.POST, ann, good, "content", values);
  }

  @ParameterizedTest
  @EnumSource
  void wrongPagesAreRefusedByField(Door door) {
    for (Row row : List.of(Row.HISTORY, Row.ENTRIES)) {
      refusedByField(door, row, ann, Script.in(room), "after", List.of("-1", q("x")));
      refusedByField(door, row, ann, Script.in(room), "limit", List.of("0", "201", "-5", q("x")));
    }
    refusedByField(door, Row.HISTORY, ann, Script.in(room), "before", List.of("-1", q("x")));
    refusedByField(door, Row.HISTORY, ann, Script.in(room), "offset", List.of("-1", "100001"));
    refusedByField(door, Row.READ, ann, Script.in(room), "seq", List.of("null", "-1", q("x")));
    refusedByField(door, Row.DIRECTORY, ann, with(), "q", List.of(q("q".repeat(101))));
  }

  @ParameterizedTest
  @EnumSource
  void foreignRoomAndUnknownRoomAreAnsweredTheSame(Door door) {
    for (Row row : Row.values()) {
      if (row.parameters().contains("roomId") && (door != Door.BUS || row.isOnBus())) {
        Door.Reply foreign = door.ask(row, eve, plausible(row, room.id()));
        Door.Reply unknown = door.ask(row, eve, plausible(row, "r-nowhere"));

        assertEquals("404 not_found", foreign.status() + " " + foreign.code(), row::name);
        assertEquals(Problems.shown(unknown.body()), Problems.shown(foreign.body()), row::name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void withoutAGoodTokenNothingIsAnswered(Door door) {
    List<Row> open = List.of(Row.REGISTER, Row.LOGIN, Row.GUEST, Row.REFRESH, Row.KEYS);
    List<String> tokens =
        Arrays.asList(
            null, "x", "a.b.c", Tokens.unsigned(ann), Tokens.forged(eve, ann), ann.refreshToken());

    for (Row row : Row.values()) {
      if (!open.contains(row)) {
        for (String token : tokens) {
          URI url = URI.create(door.base(row) + "/api/v1" + path(row, room.id()));
          byte[] body = row.hasBody() ? utf8("{}") : null;
          RestReply reply =
              Running.world().rest().send(row.method(), url, token, "application/json", body);
          problem(401, "unauthenticated", reply, row);
          assertEquals("Bearer", reply.header("www-authenticate"), row::name);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void pathsThatAreNotThereAreRefused(Door door) {
    for (Row row : writing()) {
      URI base = door.base(row);
      problem(404, "not_found", get(base, "/api/v1/nothing"), row);
      problem(
          404,
          "not_found",
          get(base, "/api/v1" + row.path().split("\\{", 2)[0] + "a/b/c/d/e"),
          row);
    }
    for (String id : List.of("%00", "a%00b", "%ff", "..%2f..", "%20", "x".repeat(65))) {
      RestReply reply = get(door.base(Row.HISTORY), "/api/v1/rooms/" + id + "/messages");
      assertTrue(List.of(400, 404).contains(reply.status()), () -> id + " " + reply);
      assertTrue(
          List.of("bad_request", "not_found").contains(reply.code()), () -> id + " " + reply);
    }
  }

  /** Every value as JSON in one field of a request that is good otherwise. */
  private static void refusedByField(
      Door door, Row row, Actor actor, ObjectNode good, String field, List<String> values) {
    for (String value : values) {
      Door.Reply reply = door.ask(row, actor, spoilt(good, row, field, value));
      assertEquals(
          "400 bad_request " + field,
          reply.status() + " " + reply.code() + " " + reply.field(),
          () -> door + " " + row + " " + value + " " + reply.body());
    }
  }

  /** Written as it is where it travels in a body, since no JSON tree holds broken text. */
  private static ObjectNode spoilt(ObjectNode good, Row row, String field, String value) {
    ObjectNode request = good.deepCopy();
    if (row.hasBody()) {
      request.putRawValue(field, new RawValue(value));
    } else {
      request.set(field, Json.readObject("{\"v\":" + value + "}").get("v"));
    }
    return request;
  }

  private static List<Row> writing() {
    return List.of(Row.REGISTER, Row.CREATE_ROOM, Row.POST);
  }

  private RestReply sends(Door door, Row row, String contentType, byte[] body) {
    URI url = URI.create(door.base(row) + "/api/v1" + path(row, room.id()));
    return Running.world().rest().send(row.method(), url, ann.token(), contentType, body);
  }

  private RestReply get(URI base, String path) {
    return Running.world().rest().send("GET", URI.create(base + path), ann.token(), null);
  }

  private static void problem(int status, String code, RestReply reply, Row row) {
    assertEquals(status + " " + code, reply.status() + " " + reply.code(), () -> row + " " + reply);
    assertEquals(status, reply.json().path("status").asInt(), row::name);
    assertTrue(reply.json().path("detail").isTextual(), row::name);
  }

  private static String path(Row row, String roomId) {
    return row.path().replace("{roomId}", roomId).replaceAll("\\{\\w+}", "u-somebody");
  }

  /** A request nothing is wrong with but the room. */
  private static ObjectNode plausible(Row row, String roomId) {
    ObjectNode request = with().put("roomId", roomId);
    for (String name : row.parameters()) {
      switch (name) {
        case "roomId" -> {}
        case "seq", "thread" -> request.put(name, 1);
        case "emoji" -> request.put(name, "👍");
        default -> request.put(name, "u-somebody");
      }
    }
    switch (row) {
      case POST -> request.put("clientId", "c-1").put("content", "Let me in");
      case READ, READ_THREAD -> request.put("seq", 1);
      case EDIT -> request.put("content", "Mine now");
      case FORWARD ->
          request.put("clientId", "c-1").put("fromRoomId", "r-elsewhere").put("fromSeq", 1);
      case CHANGE_ROOM -> request.put("name", "Mine now");
      case JOIN -> request.put("password", "a guess");
      default -> {}
    }
    return request;
  }

  private static String q(String escaped) {
    return "\"" + escaped + "\"";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
