package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket that is not read costs a bounded amount and can resume. */
class SlowReaderTest {
  private static final Person ANN = LiveGateway.person("ann");
  private static final Person BOB = LiveGateway.person("bob");
  private static final RoomId ROOM = new RoomId("busy-room");
  private static final String KILOBYTE = "x".repeat(1_000);

  private static LiveGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new LiveGateway(Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void isToldToResumeOnceItReadsAndThenMissesNothing() {
    gateway.log().join(ROOM, ANN.id());
    gateway.log().join(ROOM, BOB.id());
    try (var slow = gateway.connect(ANN);
        var quick = gateway.connect(BOB)) {
      slow.follow(ROOM.value(), 0L);
      quick.follow(ROOM.value(), 0L);
      slow.socket().pause();
      int megabytes = 12;
      for (int i = 0; i < megabytes * 1_000; i++) {
        gateway.log().say(ROOM, BOB, KILOBYTE);
        if (i % 100 == 0) {
          quick.awaitNumber(ROOM.value(), gateway.log().head(ROOM));
        }
      }
      long head = gateway.log().head(ROOM);
      quick.awaitNumber(ROOM.value(), head);

      slow.socket().resume();
      JsonNode lagged =
          slow.awaitFrame("lagged", f -> f.path("body").path("type").asText().equals("lagged"));
      assertEquals("room." + ROOM, lagged.path("address").asText());
      long last = slow.numbers(ROOM.value()).getLast();
      assertTrue(last < head, "the live stream was dropped, not buffered");
      slow.follow(ROOM.value(), last);

      slow.awaitNumber(ROOM.value(), head);
      assertEquals(LongStream.rangeClosed(1, head).boxed().toList(), slow.numbers(ROOM.value()));
    }
  }

  /**
   * The kernel takes a part of a frame: the rest, and what follows, comes behind it.
   *
   * @param others so few that a frame waits for the end of its turn, or so many that it does not
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 80})
  void aFrameThatGoesInPartsComesWhole(int others) throws IOException {
    var room = new RoomId("wide-room-" + others);
    gateway.log().join(room, ANN.id());
    var listeners = new ArrayList<SocketClient>();
    try (var deaf = new DeafClient(gateway.port(), gateway.tokens().of(ANN))) {
      for (int i = 0; i < others; i++) {
        Person other = LiveGateway.person("other" + i);
        gateway.log().join(room, other.id());
        listeners.add(gateway.connect(other));
        listeners.getLast().follow(room.value(), null);
      }
      deaf.write("{\"type\":\"register\",\"address\":\"room." + room + "\"}");
      deaf.readUntil("\"type\":\"live\"");
      String large = "x".repeat(200_000);
      gateway.log().say(room, BOB, large);
      gateway.log().say(room, BOB, "the next");

      String seen = deaf.readUntil("the next");
      int from = seen.indexOf(large);
      assertTrue(from >= 0, "all of it, and nothing in between");
      assertTrue(seen.length() - from - large.length() < 300, "and the next right behind it");
    } finally {
      listeners.forEach(SocketClient::close);
    }
  }

  @Test
  void whoDoesNotReadIsNotListenedToEither() {
    var room = new RoomId("long-room");
    gateway.log().join(room, ANN.id());
    for (int i = 0; i < 3_000; i++) {
      gateway.log().say(room, BOB, KILOBYTE);
    }
    try (var slow = gateway.connect(ANN);
        var quick = gateway.connect(BOB)) {
      slow.socket().pause();
      int before = gateway.log().reads();
      for (int i = 0; i < 300; i++) {
        slow.register("room." + room, 0L);
      }

      // Half a megabyte a page: a few of them fill the socket, and no more are read for it.
      quick.write("{\"type\":\"ping\"}");
      quick.awaitFrame("a pong", f -> f.path("type").asText().equals("pong"));
      gateway.log().join(ROOM, BOB.id());
      quick.follow(ROOM.value(), null);
      assertTrue(
          gateway.log().reads() - before < 100,
          "pages read for a socket that reads nothing: " + (gateway.log().reads() - before));
      slow.socket().resume();
    }
  }

  /** Each of them alone is within its own bound: together they are more than the process has. */
  @Test
  void manySlowReadersTogetherCostNoMoreThanTheBudget() throws IOException {
    var room = new RoomId("stalled-room");
    var slow = new ArrayList<DeafClient>();
    try (var small = new LiveGateway(Map.of("TERTULIA_UNREAD_BYTES", "1000000"))) {
      small.log().join(room, ANN.id());
      small.log().join(room, BOB.id());
      for (int i = 0; i < 12; i++) {
        var each = new DeafClient(small.port(), small.tokens().of(ANN));
        each.write("{\"type\":\"register\",\"address\":\"room." + room + "\"}");
        each.readUntil("\"epoch\":\"epoch-1\"}}");
        slow.add(each);
      }
      double all = small.gauge("tertulia.sockets");
      try (var quick = small.connect(BOB)) {
        quick.follow(room.value(), null);
        for (int i = 0; i < 12_000 && small.gauge("tertulia.sockets") > all; i++) {
          long last = small.log().say(room, BOB, KILOBYTE).seq();
          if (i % 100 == 0) {
            quick.awaitNumber(room.value(), last);
          }
        }

        quick.awaitNumber(room.value(), small.log().say(room, BOB, "and on").seq());
        SocketClient.awaitTrue("the budget", () -> small.gauge("tertulia.unread") <= 1_000_000);
        double left = small.gauge("tertulia.sockets");
        assertTrue(left <= all, "nobody was cut");
        assertTrue(left > 1, "no more are cut than it takes, left: " + left);
      }
    } finally {
      slow.forEach(DeafClient::close);
    }
  }

  @Test
  void aRestoredDatabaseSendsEveryoneBackToStartAfresh() {
    var room = new RoomId("restored-room");
    gateway.log().join(room, ANN.id());
    try (var ann = gateway.connect(ANN)) {
      ann.follow(room.value(), 0L);

      gateway.log().restore("epoch-2");

      assertEquals(4009, ann.awaitClose());
    }
    gateway.log().join(room, ANN.id());
    try (var ann = gateway.connect(ANN)) {
      JsonNode live = ann.follow(room.value(), 0L);
      assertEquals("epoch-2", live.path("epoch").asText());
      JsonNode posted = ann.post(room.value(), "c1", "a new life");
      ann.awaitNumber(room.value(), posted.path("body").path("seq").asLong());
    }
  }
}
