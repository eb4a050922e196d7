package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.testkit.RestClient;
import chat.tertulia.testkit.RestReply;
import java.net.URI;
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
            "[\"{\\\"type\\\":\\\"ping\\\"}\"]".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertEquals("o\n", opened.text());
    assertEquals("close", opened.header("connection"));
    assertEquals(204, sent.status());
    assertEquals("", sent.header("connection"));
  }
}
