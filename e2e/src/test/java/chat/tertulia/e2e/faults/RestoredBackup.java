package chat.tertulia.e2e.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.cluster.Member;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An old disk is put back under a running cluster. What was said since is gone, which no checker of
 * acknowledgements could accept; what is owed is that nobody mixes the two lives of the log.
 */
final class RestoredBackup {
  private static final int BEFORE = 20;
  private static final int LOST = 10;

  private RestoredBackup() {}

  /** The time from the restore until everybody is in the new life. */
  static Duration perform(Stage stage) throws Exception {
    Actor ann = stage.people().get(1);
    Actor bob = stage.people().get(2);
    Room room = ann.creates("restored");
    bob.joins(room);
    say(ann, room, "kept", BEFORE);
    stage.store().takeBackup();
    stage.cluster().awaitTogether();
    String old;
    try (SocketClient before = bob.connects()) {
      old = before.follow(room.id(), 0L).path("epoch").asText();
      say(ann, room, "lost", LOST);
      before.awaitNumber(room.id(), ann.log(room).size());
    }
    long seen = ann.log(room).size();

    stage.store().restoreBackup();
    long began = System.nanoTime();
    stage.cluster().awaitTrue("a new epoch", () -> isNew(bob, room, seen, old));
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    say(ann, room, "new", LOST);
    List<JsonNode> log = ann.log(room);
    assertEquals(seen, log.size(), "the lost numbers were given out again");
    try (SocketClient after = bob.connects()) {
      assertNotEquals(old, after.follow(room.id(), 0L).path("epoch").asText());
      after.awaitNumber(room.id(), log.size());
      List<Long> all = LongStream.rangeClosed(1, log.size()).boxed().toList();
      assertEquals(all, after.numbers(room.id()));
    }
    assertEveryGatewayShows(stage, ann, room, log);
    return took;
  }

  private static void say(Actor actor, Room room, String what, int times) {
    for (int i = 0; i < times; i++) {
      actor.posts(room, what + " " + i);
    }
  }

  /** What a client that knows the old life is told when it resumes. */
  private static boolean isNew(Actor bob, Room room, long seen, String old) {
    try (SocketClient socket = bob.connects()) {
      var frame = Json.object().put("type", "register").put("address", room.address());
      frame.putObject("headers").put("since", Long.toString(seen)).put("epoch", old);
      socket.write(frame.toString());
      JsonNode live =
          socket.awaitFrame("live", each -> each.at("/body/type").asText().equals("live"));
      return !live.at("/body/epoch").asText().equals(old);
    } catch (AssertionError notYet) {
      return false;
    }
  }

  private static void assertEveryGatewayShows(
      Stage stage, Actor ann, Room room, List<JsonNode> log) {
    for (Member each : stage.cluster().gateways()) {
      try (World alone = World.at(each.url())) {
        var url =
            URI.create(each.url() + "/api/v1/rooms/" + room.id() + "/entries?after=0&limit=200");
        JsonNode page = alone.rest().send("GET", url, ann.token(), null).expect(200).json();
        assertEquals(log.size(), page.path("entries").size(), each::toString);
        for (int i = 0; i < log.size(); i++) {
          assertEquals(log.get(i), page.path("entries").get(i), each::toString);
        }
      }
    }
  }
}
