package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.rooms.domain.RoomCreation;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One person could make thousands of rooms in seconds, and nothing ever took them away. */
class CreationLimitsTest {
  private static final int ROOMS = 3;
  private static final int DIRECT_ROOMS = 2;
  private static final int AT_ONCE = 10;
  private static RoomWorld world;

  @BeforeAll
  static void open() {
    int perMinute = AT_ONCE / 10;
    world =
        RoomWorld.open(
            new RoomSettings(0, "", Duration.ofSeconds(60), ROOMS, DIRECT_ROOMS, perMinute));
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void aPersonHasNotMadeTooManyRoomsThatAreStillThere() {
    var ann = world.person("Ann");
    var first = RoomWorld.roomId(ann.create("one", "public"));
    ann.create("two", "private").expect(201);
    ann.create("three", "instant").expect(201);

    ann.create("four", "public").problem(409, "conflict");

    ann.delete("/rooms/" + first).expect(204);
    ann.create("four", "public").expect(201);
    world.person("Bob").create("den", "public").expect(201);
  }

  @Test
  void directRoomsAreCountedApartAndThoseThatAreThereStayOpen() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    ann.post("/direct", naming(bob)).expect(201);
    ann.post("/direct", naming(world.person("Cid"))).expect(201);

    ann.post("/direct", naming(world.person("Dan"))).problem(409, "conflict");

    ann.post("/direct", naming(bob)).expect(200);
    ann.create("den", "public").expect(201);
  }

  @Test
  void makingTooFastIsAnsweredWithTheTimeToWait() {
    var ann = world.person("Ann");
    RoomId room = world.publicRoom(ann);
    var path = "/rooms/" + room + "/invites";
    for (int i = 1; i < AT_ONCE; i++) {
      ann.post(path, Json.object()).expect(201);
    }

    var refused = ann.post(path, Json.object()).problem(429, "rate_limited");

    long seconds = Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow());
    assertTrue(seconds > 0 && seconds <= 60, "retry after " + seconds);
    ann.create("den", "public").problem(429, "rate_limited");
    ann.post("/direct", naming(world.person("Bob"))).problem(429, "rate_limited");
    world.person("Cid").create("den", "public").expect(201);
  }

  @Test
  void aDirectRoomHasNotTooManyPeople() {
    var ann = world.person("Ann");
    ObjectNode others = Json.object();
    var ids = others.putArray("userIds");
    IntStream.range(1, RoomCreation.MAX_DIRECT)
        .mapToObj(i -> world.person("P" + i))
        .forEach(person -> ids.add(person.id().value()));
    var full = ann.post("/direct", others).expect(201);
    assertEquals(RoomCreation.MAX_DIRECT, full.json().path("memberCount").asInt());

    ids.add(world.person("One More").id().value());

    ann.post("/direct", others).names("userIds");
  }

  private static ObjectNode naming(Visitor other) {
    ObjectNode body = Json.object();
    body.putArray("userIds").add(other.id().value());
    return body;
  }
}
