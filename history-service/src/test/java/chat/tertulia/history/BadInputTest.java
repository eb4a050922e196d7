package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong is named, nothing is stored, and the service goes on. */
class BadInputTest {
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
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

  @AfterEach
  void nothingIsStoredAndItStillAnswers() {
    assertEquals(
        "2", log.one("select last_seq from history.heads where room_id = '%s'".formatted(room)));
    assertEquals(200, service.send(ann, "GET", path("messages"), null).statusCode());
  }

  private String path(String what) {
    return "/rooms/" + room + "/" + what;
  }

  private static void refuses(String field, HttpResponse<String> answer) {
    assertEquals(400, answer.statusCode(), answer.body());
    var problem = Json.readObject(answer.body());
    assertEquals("bad_request", problem.path("code").asText());
    assertEquals(field, problem.path("errors").path(0).path("field").asText(), answer.body());
    assertTrue(answer.headers().firstValue("content-type").orElse("").contains("problem+json"));
  }

  @ParameterizedTest
  @CsvSource({
    "messages?limit=0, limit",
    "messages?limit=201, limit",
    "messages?limit=x, limit",
    "messages?limit=1.5, limit",
    "messages?limit=99999999999, limit",
    "messages?before=-1, before",
    "messages?after=x, after",
    "messages?around=-5, around",
    "messages?offset=-1, offset",
    "messages?offset=100001, offset",
    "messages?before=%00, before",
    "entries?after=-1, after",
    "entries?limit=0, limit"
  })
  void pagingIsChecked(String query, String field) {
    refuses(field, service.send(ann, "GET", path(query), null));
  }

  @ParameterizedTest
  @CsvSource({
    "x",
    "AAAA",
    "MTIzIHJ4IDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk",
    "LTEgcjEgMQ",
    "MSByIDEgMiAz",
    "%ff"
  })
  void aCursorMustBeOurs(String cursor) {
    refuses("cursor", service.send(ann, "GET", "/me/messages?cursor=" + cursor, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | seq",
        "{\"seq\":-1} | seq",
        "{\"seq\":\"1\"} | seq",
        "{\"seq\":1.5} | seq",
        "{\"seq\":null} | seq",
        "{\"seq\":99999999999999999999} | seq"
      })
  void aMarkIsChecked(String body, String field) {
    refuses(field, service.send(ann, "PUT", path("read"), body));
  }

  @Test
  void aRoomMustBeAnId() {
    for (String what : new String[] {"messages", "entries"}) {
      refuses("roomId", service.send(ann, "GET", "/rooms/a%20b/" + what, null));
      refuses("roomId", service.send(ann, "GET", "/rooms/" + "r".repeat(65) + "/" + what, null));
    }
  }

  @Test
  void theBodyMustBeJson() {
    for (String body : new String[] {"{", "nope", "[1]", "\"x\"", "{\"a\":1,\"a\":2}", "null"}) {
      var answer = service.send(ann, "POST", path("messages"), body);
      assertEquals(400, answer.statusCode(), body + answer.body());
    }
    var deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
    assertEquals(400, service.send(ann, "POST", path("messages"), deep).statusCode());
    String forged = "{\"clientId\":\"c\",\"content\":\"x\",\"roomId\":\"rother\",\"actor\":\"u1\"}";
    var missing = service.send(ann, "POST", "/rooms/rnone/messages", forged);
    assertEquals(404, missing.statusCode(), missing.body());
  }

  @Test
  void invalidUtf8IsRefused() throws IOException {
    byte[] body = "{\"clientId\":\"c\",\"content\":\"caf?\"}".getBytes(StandardCharsets.ISO_8859_1);
    body[body.length - 3] = (byte) 0xE9;
    String head =
        "POST /api/v1%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(path("messages"), service.tokens().of(ann), body.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }
  }

  @Test
  void onlyGoodTokensAreTaken() {
    var foreign = new TestTokens(service.node().vertx()).of(ann);
    var old = service.tokens().of(ann, SessionId.random(), Duration.ofMinutes(-1));
    String body = "{\"clientId\":\"c\",\"content\":\"x\"}";
    for (String token : new String[] {null, "", "x", "a.b.c", foreign, old}) {
      for (var answer :
          new HttpResponse<?>[] {
            service.sendWith(token, "POST", path("messages"), body),
            service.sendWith(token, "GET", path("messages"), null),
            service.sendWith(token, "GET", path("entries"), null),
            service.sendWith(token, "PUT", path("read"), "{\"seq\":1}"),
            service.sendWith(token, "GET", "/me/messages", null)
          }) {
        assertEquals(401, answer.statusCode(), "token " + token);
      }
    }
    var expired = service.sendWith(old, "GET", "/me/messages", null);
    assertEquals("token_expired", Json.readObject(expired.body()).path("code").asText());
  }

  @Test
  void internalOperationsAreNotOnRest() {
    for (String path : new String[] {"/log/read", "/log.read", "/log/heads", "/op.log.read"}) {
      assertEquals(404, service.send(ann, "GET", path, null).statusCode());
    }
  }
}
