package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
