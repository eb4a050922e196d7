package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who want no direct messages from somebody. */
class BlockTest {
  private static RoomWorld world;
  private static int posts;
  private Visitor ann;
  private Visitor bob;

  @BeforeAll
  static void open() {
    world = RoomWorld.open();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void twoPeople() {
    ann = world.person("Ann");
    bob = world.person("Bob");
  }

  private static Visitor.Reply direct(Visitor who, Visitor... others) {
    var body = Json.object();
    var ids = body.putArray("userIds");
    for (Visitor other : others) {
      ids.add(other.id().value());
    }
    return who.post("/direct", body);
  }

  private static Visitor.Reply block(Visitor who, Visitor other) {
    return who.put("/me/blocks/" + other.id(), Json.object());
  }

  private static Visitor.Reply unblock(Visitor who, Visitor other) {
    return who.delete("/me/blocks/" + other.id());
  }

  private static String posts(Visitor who, RoomId room) {
    return String.valueOf(
        world.value(
            "select verdict from history.append(array[?::text], array[?::text], array['x'],"
                + " array['message'], array['c' || ?::text], array['{\"content\":\"x\"}'])",
            room.value(),
            who.id().value(),
            posts++));
  }

  @Test
  void theDirectRoomOfTheTwoIsClosedAndOutOfSightUntilBothAgree() {
    var room = new RoomId(direct(ann, bob).expect(201).text("id"));
    assertEquals("ok", posts(bob, room));

    assertEquals("Bob", block(ann, bob).expect(200).at("/user/name").asText());
    block(ann, bob).expect(200);
    block(bob, ann).expect(200);

    assertEquals("blocked", posts(bob, room));
    assertEquals("blocked", posts(ann, room));
    assertTrue(ann.get("/rooms/" + room).expect(200).json().path("hidden").asBoolean());
    unblock(ann, bob).expect(204);
    unblock(ann, bob).expect(204);
    assertEquals("blocked", posts(ann, room));
    assertFalse(ann.get("/rooms/" + room).expect(200).json().has("hidden"));
    unblock(bob, ann).expect(204);
    assertEquals("ok", posts(bob, room));
  }

  @Test
  void neitherBeginsADirectRoomWithTheOther() {
    var cid = world.person("Cid");
    block(ann, bob).expect(200);

    direct(bob, ann).problem(403, "access_denied");
    direct(ann, bob).problem(403, "access_denied");
    direct(bob, ann, cid).problem(403, "access_denied");
    direct(bob, cid).expect(201);
    assertEquals(
        0L,
        world.value(
            "select count(*) from rooms.members a join rooms.members b using (room_id)"
                + " where a.user_id = ? and b.user_id = ?",
            ann.id().value(),
            bob.id().value()));
  }

  @Test
  void roomsOfMorePeopleStayAsTheyAre() {
    var cid = world.person("Cid");
    var room = new RoomId(direct(ann, bob, cid).expect(201).text("id"));

    block(ann, bob).expect(200);

    assertEquals("ok", posts(bob, room));
    assertFalse(ann.get("/rooms/" + room).expect(200).json().has("hidden"));
  }

  @Test
  void theListIsOnesOwn() {
    block(ann, bob).expect(200);
    block(ann, world.person("Cid")).expect(200);

    var first = ann.get("/me/blocks?limit=1").expect(200);
    var rest = ann.get("/me/blocks?limit=1&cursor=" + first.text("next")).expect(200);

    assertEquals("Bob", first.at("/blocks/0/user/name").asText());
    assertEquals("Cid", rest.at("/blocks/0/user/name").asText());
    assertFalse(rest.json().has("next"));
    assertEquals(0, bob.get("/me/blocks").expect(200).at("/blocks").size());
  }

  @Test
  void oneselfAndNobodyAreNotBlocked() {
    block(ann, ann).names("userId");
    ann.put("/me/blocks/unobody", Json.object()).problem(404, "not_found");
    assertEquals(0, ann.get("/me/blocks").expect(200).at("/blocks").size());
  }
}
