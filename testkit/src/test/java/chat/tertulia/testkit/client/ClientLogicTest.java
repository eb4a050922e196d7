package chat.tertulia.testkit.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.check.Checker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a good client does, frame by frame, on a line and a clock made of lists. */
class ClientLogicTest {
  private final Checker checker = new Checker();
  private final Script line = new Script();
  private final ClientLogic client = new ClientLogic(line, "ann", "u-ann", () -> "token");

  /** Network and clock as a test moves them. */
  private static final class Script implements ClientLogic.Line {
    private final List<ObjectNode> written = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private int connection;
    private long now;
    private int set;

    private record Alarm(long at, int number, Runnable task) implements Comparable<Alarm> {
      @Override
      public int compareTo(Alarm other) {
        return at == other.at ? Integer.compare(number, other.number) : Long.compare(at, other.at);
      }
    }

    @Override
    public void connect(int number) {
      connection = number;
    }

    @Override
    public void write(ObjectNode frame) {
      written.add(frame);
    }

    @Override
    public void close(int number) {
      closed.add(number);
    }

    @Override
    public void after(long ms, Runnable task) {
      alarms.add(new Alarm(now + ms, set++, task));
    }

    private void passes(long ms) {
      long until = now + ms;
      while (!alarms.isEmpty() && alarms.peek().at() <= until) {
        Alarm next = alarms.poll();
        now = next.at();
        next.task().run();
      }
      now = until;
    }

    /** The frames written since the last call. */
    private List<ObjectNode> take() {
      var taken = List.copyOf(written);
      written.clear();
      return taken;
    }
  }

  @BeforeEach
  void online() {
    client.follow("lobby", checker.follows("lobby", "u-ann", "ann", 0));
    client.wake();
    client.opened(line.connection);
  }

  @Test
  void opensASessionAndRegistersBeforeItSpeaks() {
    client.say("lobby", "hello");

    List<ObjectNode> frames = line.take();
    assertEquals(2, frames.size(), frames::toString);
    assertEquals("session.open", frames.getFirst().path("address").asText());
    assertEquals("0", frames.get(1).at("/headers/since").asText());

    live(0);

    assertEquals(List.of("ann-1"), posted());
  }

  @Test
  void resumesAfterTheLastNumberAndRepeatsInOrder() {
    live(0);
    client.say("lobby", "one");
    client.say("lobby", "two");
    entry(1);
    line.take();

    client.closed(line.connection);
    line.passes(ClientLogic.RETRY_MS);
    client.opened(line.connection);

    assertEquals("1", line.take().get(1).at("/headers/since").asText());
    live(1);
    assertEquals(List.of("ann-1", "ann-2"), posted());
    assertEquals(2, client.unanswered());
  }

  @Test
  void ignoresWhatAnOlderConnectionStillBrings() {
    live(0);
    int old = line.connection;
    client.closed(old);
    line.passes(ClientLogic.RETRY_MS);
    client.opened(line.connection);

    client.heard(old, frame(Json.object().put("seq", 1)));
    client.closed(old);

    assertEquals(0, checker.seen());
    assertEquals(2, client.connects());
  }

  @Test
  void repeatsFromTheFirstThatFailedOnceAllAreAnswered() {
    live(0);
    client.say("lobby", "one");
    client.say("lobby", "two");
    client.say("lobby", "three");
    assertEquals(List.of("ann-1", "ann-2", "ann-3"), posted());

    refuse("ann-1", "unavailable");
    acknowledge("ann-2", 1);
    line.passes(ClientLogic.RETRY_MS);
    client.say("lobby", "four");
    assertEquals(List.of(), posted());
    refuse("ann-3", "overloaded");
    line.passes(ClientLogic.RETRY_MS);

    assertEquals(List.of("ann-1", "ann-3", "ann-4"), posted());
    assertEquals(1, checker.acknowledged());
  }

  @Test
  void givesUpWhatIsRefusedForGood() {
    live(0);
    client.say("lobby", "one");
    refuse("ann-1", "not_found");
    line.passes(ClientLogic.RETRY_MS);

    line.take();
    assertEquals(1, checker.refused());
    assertEquals(0, checker.open());
  }

  @Test
  void knocksAgainWhereNobodyLetsItIn() {
    line.take();
    client.heard(line.connection, err("room.lobby", "access_denied"));
    assertEquals(List.of(), line.take());

    line.passes(ClientLogic.KNOCK_MS);

    assertEquals("register", line.take().getFirst().path("type").asText());
  }

  @Test
  void registersAgainWhenItLags() {
    live(0);
    line.take();

    client.heard(line.connection, frame(Json.object().put("type", "lagged")));

    assertEquals("register", line.take().getFirst().path("type").asText());
    assertEquals(1, client.lagged());
  }

  @Test
  void cutsALineOnWhichAPostGetsNoAnswer() {
    live(0);
    client.say("lobby", "one");
    int dead = line.connection;
    for (int i = 0; i < 4; i++) {
      line.passes(ClientLogic.ANSWER_WITHIN_MS / 4);
      client.heard(line.connection, Json.object().put("type", "pong"));
    }

    assertEquals(List.of(dead), line.closed);
    line.passes(ClientLogic.RETRY_MS);
    assertTrue(line.connection > dead);
  }

  @Test
  void cutsALineThatIsSilent() {
    live(0);
    int dead = line.connection;

    line.passes(3 * ClientLogic.PING_MS);

    assertEquals(List.of(dead), line.closed);
  }

  @Test
  void staysAwayUntilItIsWoken() {
    client.rest();
    line.passes(60_000);
    assertEquals(1, client.connects());

    client.wake();

    assertEquals(2, client.connects());
  }

  private void live(long head) {
    client.heard(
        line.connection,
        frame(Json.object().put("type", "live").put("head", head).put("epoch", "e")));
  }

  private void entry(long seq) {
    client.heard(line.connection, frame(Json.object().put("seq", seq).put("kind", "room")));
  }

  private void acknowledge(String clientId, long seq) {
    var frame = Json.object().put("type", "rec").put("address", clientId);
    frame.putObject("body").put("seq", seq);
    client.heard(line.connection, frame);
  }

  private void refuse(String clientId, String code) {
    client.heard(line.connection, err(clientId, code));
  }

  private static JsonNode err(String address, String code) {
    return Json.object().put("type", "err").put("address", address).put("message", code);
  }

  private static JsonNode frame(ObjectNode body) {
    var frame = Json.object().put("type", "rec").put("address", "room.lobby");
    frame.set("body", body);
    return frame;
  }

  /** The client ids posted since the last look. */
  private List<String> posted() {
    return line.take().stream()
        .filter(frame -> frame.path("address").asText().equals("room.post"))
        .map(frame -> frame.at("/body/clientId").asText())
        .toList();
  }
}
