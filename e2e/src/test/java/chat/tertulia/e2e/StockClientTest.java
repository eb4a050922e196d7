package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The event-bus client as Vert.x publishes it, unchanged, in a real browser, over every SockJS
 * transport the gateway speaks.
 *
 * <p>The scripts are put into a document the gateway served, past its policy. One that the test
 * serves in the gateway's name would not do: Chromium takes it for a public site and lets it open
 * no WebSocket to loopback.
 */
@ExtendWith(LogOnFailure.class)
class StockClientTest {
  private static final String SOCKJS =
      "/META-INF/resources/webjars/sockjs-client/1.6.1/dist/sockjs.js";

  private static final List<String> SCRIPTS =
      List.of(SOCKJS, "/stock-client/vertx-eventbus-1.0.0.js", "/stock-client/scene.js");

  private static final int EACH_SAYS = 5;

  /** The close code of a socket without a good token. */
  private static final int NOT_AUTHENTICATED = 4001;

  /** What a closed SockJS session says without a WebSocket. */
  private static final int GO_AWAY = 3000;

  private static Chromium chromium;
  private Page page;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void opensPage() {
    page = chromium.browser().newPage(new Browser.NewPageOptions().setBypassCSP(true));
    page.navigate(Running.tertulia().url() + "/eventbus/info");
    for (String script : SCRIPTS) {
      page.addScriptTag(new Page.AddScriptTagOptions().setContent(text(script)));
    }
  }

  @AfterEach
  void closesPage() {
    page.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
  void followsAndTalks(String transport) {
    Actor ann = Running.world().person("ann");
    Actor bob = Running.world().person("bob");
    Room room = ann.creates("Stock");
    bob.joins(room);
    ann.posts(room, "earlier");
    connects(transport, ann);

    follows(room);
    page.waitForFunction("() => frames.some((frame) => frame.type === 'live')");
    int head = 0;
    for (int i = 0; i < EACH_SAYS; i++) {
      head = asks("room.post", post(room, "a" + i, "Ann " + i)).path("seq").asInt();
      assertEquals(head + 1, bob.posts(room, "Bob " + i));
    }
    page.waitForFunction("(seq) => frames.some((frame) => frame.seq === seq)", head + 1);

    inOrder(head + 1);
    assertEquals(List.of(), page.evaluate("() => unhandled"));
  }

  /** Every entry once, by number, with one {@code live} between what was missed and what is new. */
  private void inOrder(int last) {
    List<JsonNode> frames = frames();
    List<JsonNode> entries = frames.stream().filter(frame -> frame.has("seq")).toList();
    assertEquals(
        IntStream.rangeClosed(1, last).boxed().toList(),
        entries.stream().map(frame -> frame.path("seq").asInt()).toList());
    assertEquals(
        IntStream.range(0, EACH_SAYS)
            .boxed()
            .flatMap(i -> List.of("Ann " + i, "Bob " + i).stream())
            .toList(),
        entries.stream()
            .map(frame -> frame.path("content").asText())
            .filter(content -> content.startsWith("Ann ") || content.startsWith("Bob "))
            .toList());
    List<JsonNode> live =
        frames.stream().filter(frame -> frame.path("type").asText().equals("live")).toList();
    assertEquals(1, live.size());
    assertEquals(last - 2 * EACH_SAYS, live.getFirst().path("head").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
  void errorsComeToTheCallback(String transport) {
    Actor ann = Running.world().person("ann");
    Actor bob = Running.world().person("bob");
    Room own = ann.creates("Own");
    Room foreign = bob.creates("Foreign");
    connects(transport, ann);

    follows(foreign);
    page.waitForFunction("() => frames.some((frame) => frame.err)");
    JsonNode refused = frames().getFirst();
    assertEquals("room." + foreign.id(), refused.path("address").asText());
    failed(403, "access_denied", refused);
    failed(404, "not_found", asks("room.post", post(foreign, "f1", "Hello?")));
    failed(400, "bad_request", asks("room.post", post(own, "o1", "")));
    failed(403, "access_denied", asks("no.such.operation", Map.of()));

    assertTrue(asks("room.post", post(own, "o2", "Still here.")).has("seq"));
  }

  /** Over XHR the close code is SockJS's own, so the answer before it is all there is. */
  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
  void refusedTokenComesToTheCallback(String transport) {
    page.evaluate("(transport) => connect(transport)", transport);

    JsonNode refused = asks("session.open", Map.of("token", "not a token"));

    assertEquals(401, refused.path("err").path("failureCode").asInt(), refused::toString);
    page.waitForFunction("() => closed !== null");
    int code = transport.equals("websocket") ? NOT_AUTHENTICATED : GO_AWAY;
    assertEquals(code, page.evaluate("() => closed"));
  }

  private void connects(String transport, Actor actor) {
    assertEquals(transport, page.evaluate("(transport) => connect(transport)", transport));
    JsonNode opened = asks("session.open", Map.of("token", actor.token()));
    assertEquals(actor.id(), opened.path("user").path("id").asText(), opened::toString);
  }

  private void follows(Room room) {
    page.evaluate("(address) => follow(address, { since: '0' })", "room." + room.id());
  }

  private JsonNode asks(String address, Map<String, String> body) {
    return Json.tree(
        page.evaluate("([address, body]) => ask(address, body)", List.of(address, body)));
  }

  private List<JsonNode> frames() {
    JsonNode frames = Json.tree(page.evaluate("() => frames"));
    return StreamSupport.stream(frames.spliterator(), false).toList();
  }

  private static Map<String, String> post(Room room, String clientId, String content) {
    return Map.of("roomId", room.id(), "clientId", clientId, "content", content);
  }

  private static void failed(int status, String code, JsonNode answer) {
    JsonNode err = answer.path("err");
    assertEquals(
        status + " " + code,
        err.path("failureCode").asInt() + " " + err.path("message").asText(),
        answer::toString);
  }

  private static String text(String resource) {
    try (InputStream in = StockClientTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
