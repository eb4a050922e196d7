package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the service answers is what the files show that the documentation quotes. Ids, times and the
 * epoch differ from run to run and are compared by their form.
 */
class GoldenFilesTest {
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private RoomId room;

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void aConversation() {
    room = log.room(ann.id());
    log.join(room, bob.id(), "member");
    post(bob, "{\"clientId\":\"b-1\",\"content\":\"When?\"}");
  }

  private HttpResponse<String> post(Person who, String body) {
    return service.send(who, "POST", path("messages"), body);
  }

  private HttpResponse<String> get(Person who, String path) {
    return service.send(who, "GET", path, null);
  }

  private String path(String what) {
    return "/rooms/" + room + "/" + what;
  }

  private static String read(String name) {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void matches(String name, int status, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(form(read(name)), form(answer.body()));
  }

  private static String form(String json) {
    JsonNode node = Json.readObject(json);
    return node.toPrettyString()
        .replaceAll("\"([urt])[0-9a-z]{20}\"", "\"<$1 id>\"")
        .replaceAll("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"", "\"<time>\"")
        .replaceAll("\"[0-9a-f]{20}\"", "\"<epoch>\"");
  }

  @Test
  void posting() {
    matches("room.post.response", 201, post(ann, read("room.post.request")));
    matches("room.post.response", 200, post(ann, read("room.post.request")));
    JsonNode entry =
        Json.readObject(get(bob, path("entries?after=4")).body()).path("entries").get(0);
    assertEquals(form(read("entry.message")), form(entry.toString()));
    matches("problem.id-reused", 409, post(ann, "{\"clientId\":\"k3-17\",\"content\":\"Other\"}"));
    matches("problem.field", 400, post(ann, "{\"clientId\":\"k3-18\",\"content\":\" \"}"));
  }

  @Test
  void reading() {
    post(ann, read("room.post.request"));
    post(bob, "{\"clientId\":\"b-2\",\"content\":\"oops\"}");
    log.delete(room, 6);

    matches("room.history.response", 200, get(ann, path("messages")));
    matches("room.entries.response", 200, get(ann, path("entries?after=3&limit=1")));
    matches("me.messages.response", 200, get(bob, "/me/messages"));
  }

  @Test
  void searching() {
    post(ann, read("room.post.request"));
    String path = "/search?q=meet&room=" + room;
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!get(ann, path).body().contains("seq") && System.nanoTime() < until) {
      Thread.onSpinWait();
    }

    matches("search.response", 200, get(ann, path));
  }

  @Test
  void marking() {
    post(ann, read("room.post.request"));
    post(bob, "{\"clientId\":\"b-2\",\"content\":\"Yes\"}");

    matches(
        "room.read.response",
        200,
        service.send(ann, "PUT", path("read"), read("room.read.request")));
  }
}
