package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.testkit.RestClient;
import chat.tertulia.testkit.RestReply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client meets that has no WebSocket. */
class PollingTest {
  private LiveGateway gateway;
  private RestClient rest;

  @BeforeEach
  void start() {
    gateway = new LiveGateway(Map.of());
    rest = new RestClient();
  }

  @AfterEach
  void end() {
    rest.close();
    gateway.close();
  }

  /**
   * The connection of an answered poll was closed without a word: whoever kept it, as clients and
   * proxies do, lost their next request on it.
   */
  @Test
  void anAnsweredPollSaysThatItsConnectionEnds() {
    String session = "http://127.0.0.1:" + gateway.port() + "/eventbus/000/abcd1234";

    RestReply opened = rest.send("POST", URI.create(session + "/xhr"), null, null);
    RestReply sent =
        rest.send(
            "POST",
            URI.create(session + "/xhr_send"),
            null,
            "text/plain",
            "[\"{\\\"type\\\":\\\"ping\\\"}\"]".getBytes(StandardCharsets.UTF_8));

    assertEquals("o\n", opened.text());
    assertEquals("close", opened.header("connection"));
    assertEquals(204, sent.status());
    assertEquals("", sent.header("connection"));
  }

  /** The stock handler threw at the first and answered the second without a word. */
  @Test
  void aBodyThatIsNoArrayOfStringsIsRefusedAsSockJsHasIt() {
    String session = "http://127.0.0.1:" + gateway.port() + "/eventbus/000/hostile1";
    poll(session);
    for (String broken : List.of("[null]", "[", "[1]", "{}", "[\"a\"", "[[\"a\"]]", "x")) {
      RestReply answer = send(session, broken);
      assertEquals(500, answer.status(), broken);
      assertEquals("Broken JSON encoding.", answer.text(), broken);
    }
    assertEquals("Payload expected.", send(session, "").text());
    String many = "[" + "\"\",".repeat(5_000) + "\"\"]";
    assertEquals(500, send(session, many).status());
    assertEquals(413, send(session, "[\"" + "x".repeat(70_000) + "\"]").status());

    assertEquals(204, send(session, "[\"{}\"]").status());
    assertTrue(poll(session).contains("bad_request"));
  }

  /** The socket was closed before the answer had gone, so nobody learned why. */
  @Test
  void aRefusedTokenIsAnsweredBeforeTheSocketCloses() {
    String session = "http://127.0.0.1:" + gateway.port() + "/eventbus/000/forged01";
    poll(session);
    send(
        session,
        "[\"{\\\"type\\\":\\\"send\\\",\\\"address\\\":\\\"session.open\\\","
            + "\\\"replyAddress\\\":\\\"r1\\\",\\\"body\\\":{\\\"token\\\":\\\"x\\\"}}\"]");

    String answer = poll(session);

    assertTrue(answer.contains("r1") && answer.contains("unauthenticated"), answer);
    assertTrue(poll(session).startsWith("c["));
  }

  private String poll(String session) {
    return rest.send("POST", URI.create(session + "/xhr"), null, null).text();
  }

  private RestReply send(String session, String body) {
    return rest.send(
        "POST",
        URI.create(session + "/xhr_send"),
        null,
        "text/plain",
        body.getBytes(StandardCharsets.UTF_8));
  }
}
