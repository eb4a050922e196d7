package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesOverRestTest {
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final Person eve = TestService.person("Eve");
  private final RoomId room = log.room(ann.id());

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private String path(String what) {
    return "/rooms/" + room + "/" + what;
  }

  private HttpResponse<String> post(Person who, String clientId, String content) {
    var body = Json.object().put("clientId", clientId).put("content", content);
    return service.send(who, "POST", path("messages"), body.toString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.readObject(answer.body());
  }

  private List<Long> seqs(String query) {
    var answer = service.send(ann, "GET", path("messages") + query, null);
    assertEquals(200, answer.statusCode(), answer.body());
    var seqs = new ArrayList<Long>();
    json(answer).path("messages").forEach(m -> seqs.add(m.path("seq").asLong()));
    return seqs;
  }

  @Test
  void aPostIsAnsweredWithItsNumberAndARepeatWithTheSame() {
    var first = post(ann, "a1", "hello");
    var again = post(ann, "a1", "hello");
    var other = post(ann, "a1", "something else");

    assertEquals(201, first.statusCode(), first.body());
    assertEquals(3, json(first).path("seq").asLong());
    assertTrue(json(first).path("at").asText().matches("\\d{4}-.*T.*\\.\\d{3}Z"), first.body());
    assertEquals(200, again.statusCode());
    assertEquals(first.body(), again.body());
    assertEquals(409, other.statusCode());
    assertEquals("id_reused", json(other).path("code").asText());
  }

  @Test
  void whoIsNotInTheRoomLearnsNothing() {
    var foreign = post(eve, "e1", "hello");
    var missing =
        service.send(
            eve, "POST", "/rooms/rnone/messages", "{\"clientId\":\"e1\",\"content\":\"x\"}");

    assertEquals(404, foreign.statusCode());
    assertEquals(withoutTrace(foreign), withoutTrace(missing));
    for (String what : List.of("messages", "entries")) {
      var here = service.send(eve, "GET", path(what), null);
      var there = service.send(eve, "GET", "/rooms/rnone/" + what, null);
      assertEquals(404, here.statusCode());
      assertEquals(withoutTrace(here), withoutTrace(there));
    }
    assertEquals(404, service.send(eve, "PUT", path("read"), "{\"seq\":1}").statusCode());
  }

  private static JsonNode withoutTrace(HttpResponse<String> answer) {
    var json = Json.readObject(answer.body());
    json.remove("instance");
    return json;
  }

  @Test
  void aReaderMayReadOnly() {
    log.join(room, bob.id(), "reader");

    assertEquals(403, post(bob, "b1", "hello").statusCode());
    assertEquals(200, service.send(bob, "GET", path("messages"), null).statusCode());
  }

  @Test
  void pagesEndWhereTheyShould() {
    for (int i = 0; i < 10; i++) {
      post(ann, "p" + i, "message " + i); // numbers 3 to 12
    }

    assertEquals(List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L), seqs(""));
    assertEquals(List.of(11L, 12L), seqs("?limit=2"));
    assertEquals(List.of(9L, 10L), seqs("?limit=2&before=11"));
    assertEquals(List.of(3L, 4L), seqs("?limit=2&after=0"));
    assertEquals(List.of(6L, 7L), seqs("?limit=2&after=5"));
    assertEquals(List.of(6L, 7L), seqs("?limit=5&after=5&before=8"));
    assertEquals(List.of(5L, 6L, 7L, 8L), seqs("?limit=4&around=7"));
    assertEquals(List.of(9L, 10L), seqs("?limit=2&offset=2"));
    assertEquals(List.of(), seqs("?after=12"));
    assertEquals(List.of(), seqs("?before=3"));
    assertEquals(List.of(), seqs("?offset=10"));
    assertEquals(List.of(), seqs("?after=9000000000"));
    assertEquals(List.of(12L), seqs("?limit=2&around=9000000000000"));
  }

  @Test
  void anyUnicodeComesBackAsItWas() {
    String content =
        "naïve 🏳️‍🌈 \"quoted\" \\ / \t\n مرحبا \u202eabc </script> \u0001 \u2028 日本語";
    post(ann, "u1", content);

    var page = json(service.send(ann, "GET", path("messages"), null));
    var entries = json(service.send(ann, "GET", path("entries"), null));

    assertEquals(content, page.path("messages").get(0).path("content").asText());
    assertEquals(content, entries.path("entries").get(2).path("content").asText());
  }

  @Test
  void entriesAreTheLogItself() {
    post(ann, "l1", "hello");

    var answer = json(service.send(ann, "GET", path("entries") + "?limit=2&after=1", null));

    assertFalse(answer.path("epoch").asText().isEmpty());
    assertEquals(3, answer.path("head").asLong());
    assertEquals("member", answer.path("entries").get(0).path("kind").asText());
    var message = answer.path("entries").get(1);
    assertEquals(3, message.path("seq").asLong());
    assertEquals("l1", message.path("clientId").asText());
    assertEquals("Ann", message.path("actor").path("name").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{}",
        "{\"clientId\":\"c\"}",
        "{\"clientId\":\"c\",\"content\":1}",
        "{\"clientId\":\"c\",\"content\":\"\"}",
        "{\"clientId\":1,\"content\":\"x\"}",
        "{\"clientId\":\"c\",\"content\":true}",
        "{\"clientId\":\"c\",\"content\":[\"x\"]}",
        "{\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":1.5}",
        "{\"clientId\":\"\",\"content\":\"x\"}",
        "{\"clientId\":\"a b\",\"content\":\"x\"}",
        "{\"clientId\":\"c\",\"content\":\"a\\u0000\"}",
        "{\"clientId\":\"c\",\"content\":\"\\ud800\"}",
        "{\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":0}",
        "{\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":\"1\"}"
      })
  void aBadPostIsRefusedAndStoresNothing(String body) {
    var answer = service.send(ann, "POST", path("messages"), body);

    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals("bad_request", json(answer).path("code").asText());
    assertEquals(List.of(), seqs(""));
  }

  @Test
  void lengthIsLimited() {
    assertEquals(201, post(ann, "n1", "x".repeat(8_000)).statusCode());
    assertEquals(400, post(ann, "n2", "x".repeat(8_001)).statusCode());
    assertEquals(413, post(ann, "n3", "x".repeat(66_000)).statusCode());
    assertEquals(201, post(ann, "n4", "🦜".repeat(4_000)).statusCode());
  }

  @Test
  void tokensAreNeeded() {
    assertEquals(401, service.send(null, "GET", path("messages"), null).statusCode());
    assertEquals(401, service.sendWith("x.y.z", "GET", path("messages"), null).statusCode());
  }
}
