package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.load.Crowd;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a standalone owes its people when its JVM is killed, and when it is asked to end. */
class CrashTest {
  private static final int KILLS = 3;
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

  private TertuliaProcess tertulia;
  private World world;

  @BeforeEach
  void start() {
    tertulia = TertuliaProcess.start("crash");
    world = World.at(tertulia.url());
  }

  @AfterEach
  void end() {
    world.close();
    tertulia.close();
  }

  @Test
  void keepsItsPromisesThroughThreeKillsUnderLoad() {
    Crowd crowd = Crowd.gather(world, Crowd.people(world), 1);
    try {
      crowd.begins();
      crowd.talksOn();
      int unanswered = crowd.unanswered();
      for (int kill = 1; kill <= KILLS; kill++) {
        crowd.awaitUnderWay();
        assertTrue(tertulia.isAlive(), "killed while it runs");
        tertulia.kill();
        assertTrue(crowd.open() > 0, "posts were under way");
        tertulia.restart();
        crowd.talksOn();
      }
      assertTrue(crowd.unanswered() > unanswered, "the kills cut off posts: " + crowd);
      crowd.settles();
    } finally {
      crowd.leaves();
    }
  }

  @Test
  void keepsAccountsSessionsRoomsMessagesAndReadMarks() {
    Actor ann = world.person("ann");
    Actor bob = world.person("bob");
    Room room = ann.creates("kept");
    bob.joins(room);
    long first = ann.posts(room, "before the crash");
    long last = ann.posts(room, "right before the crash");
    bob.rest("PUT", "/rooms/" + room.id() + "/read", Json.object().put("seq", first)).expect(200);
    List<JsonNode> log = ann.log(room);
    JsonNode rooms = bob.rest("GET", "/rooms", null).expect(200).json();

    tertulia.kill();
    tertulia.restart();

    assertEquals(ann.id(), ann.rest("GET", "/auth/me", null).expect(200).json().at("/id").asText());
    assertEquals(log, ann.log(room));
    JsonNode roomsNow = bob.rest("GET", "/rooms", null).expect(200).json();
    assertEquals(rooms, roomsNow);
    JsonNode kept = roomIn(roomsNow, room);
    assertEquals(first, kept.path("readSeq").asLong(), kept::toString);
    assertEquals(1, kept.path("unread").asLong(), kept::toString);
    ann.refreshes();
    bob.signsIn();
    assertEquals(last + 1, ann.posts(room, "after the crash"));
    assertEquals(last + 1, bob.log(room).size());
  }

  @Test
  void endsWithinItsTimeAndWithZeroWhenAsked() {
    Actor ann = world.person("ann");
    Room room = ann.creates("ending");
    try (SocketClient socket = ann.connects()) {
      socket.follow(room.id(), 0L);
      long asked = System.nanoTime();

      tertulia.stop();

      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      assertEquals(0, tertulia.exitCode(), () -> tertulia.tail());
      assertTrue(took.compareTo(STOPPED_WITHIN) < 0, () -> "took " + took + "\n" + tertulia.tail());
    }
  }

  private static JsonNode roomIn(JsonNode rooms, Room room) {
    for (JsonNode each : rooms.path("rooms")) {
      if (each.path("id").asText().equals(room.id())) {
        return each;
      }
    }
    throw new AssertionError(room + " is not in " + rooms);
  }
}
