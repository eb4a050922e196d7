package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bans with reason and end, who used an invitation, and what people set for themselves. */
class BanTest {
  private static RoomWorld world;
  private Visitor owner;
  private Visitor moderator;
  private Visitor member;
  private RoomId room;

  @BeforeAll
  static void open() {
    world = RoomWorld.open();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aRoom() {
    owner = world.person("Owner");
    moderator = world.person("Moderator");
    member = world.person("Member");
    room = world.publicRoom(owner);
    owner.set(room, moderator, "moderator").expect(200);
    member.join(room).expect(200);
  }

  private Visitor.Reply ban(Visitor by, Visitor whom, ObjectNode terms) {
    return by.put("/rooms/" + room + "/bans/" + whom.id(), terms);
  }

  private JsonNode bans() {
    return moderator.get("/rooms/" + room + "/bans").expect(200).json().path("bans");
  }

  @Test
  void aBanHasAReasonAndAnEndAndKeepsOutUntilThen() {
    var terms = Json.object().put("reason", "<b>spam</b>").put("banFor", 600);
    var banned = ban(moderator, member, terms).expect(200).json();

    assertEquals("<b>spam</b>", banned.path("reason").asText());
    assertEquals(moderator.id().value(), banned.path("by").asText());
    assertTrue(banned.has("until"));
    member.get("/rooms/" + room).problem(404, "not_found");
    member.join(room).problem(404, "not_found");
    assertEquals(banned, bans().get(0));
    JsonNode entry = world.entries(room).getLast();
    assertEquals("banned", entry.path("change").asText());
    assertFalse(entry.has("reason"), "only those who run the room learn why");

    world.execute("update rooms.bans set until = now() - interval '1 s'");
    assertEquals(0, bans().size());
    member.join(room).expect(200);
  }

  @Test
  void somebodyWhoIsNotInTheRoomIsKeptOutToo() {
    var troll = world.person("Troll");
    ban(moderator, troll, Json.object()).expect(200);

    troll.join(room).problem(404, "not_found");
    moderator.delete("/rooms/" + room + "/bans/" + troll.id()).expect(204);
    moderator.delete("/rooms/" + room + "/bans/" + troll.id()).expect(204);
    troll.join(room).expect(200);
    var said = world.entries(room).stream().map(e -> e.path("change").asText()).toList();
    assertEquals(
        List.of("banned", "unbanned", "joined"), said.subList(said.size() - 3, said.size()));
    ban(moderator, nobody(), Json.object()).names("userId");
  }

  private static Visitor nobody() {
    var somebody = world.person("Nobody");
    world.people.remove(somebody.id());
    return somebody;
  }

  @Test
  void aRemovalWithABanTakesTheSameTerms() {
    String path = "/rooms/" + room + "/members/" + member.id();
    moderator.delete(path + "?ban=true&reason=noise&banFor=60").expect(204);

    assertEquals("noise", bans().get(0).path("reason").asText());
    assertTrue(bans().get(0).has("until"));
  }

  @Test
  void nobodyBansUpwardsOrThemselves() {
    int before = world.seqs(room).size();
    ban(moderator, owner, Json.object()).problem(403, "access_denied");
    ban(moderator, moderator, Json.object()).names("userId");
    ban(member, moderator, Json.object()).problem(403, "access_denied");
    member.get("/rooms/" + room + "/bans").problem(403, "access_denied");
    var mute = Json.object().put("mutedFor", 60);
    moderator.put("/rooms/" + room + "/members/" + owner.id(), mute).problem(403, "access_denied");
    moderator.put("/rooms/" + room + "/members/" + moderator.id(), mute).names("userId");
    member.put("/rooms/" + room + "/members/" + owner.id(), mute).problem(403, "access_denied");
    ban(owner, member, Json.object().put("banFor", 0)).names("banFor");
    ban(owner, member, Json.object().put("reason", "x".repeat(501))).names("reason");

    assertEquals(before, world.seqs(room).size());
    assertEquals(0, bans().size());
  }

  @Test
  void aForeignRoomIsNone() {
    var stranger = world.person("Stranger");
    var nowhere = RoomId.random();
    var tried = new ArrayList<List<ObjectNode>>();
    for (RoomId each : List.of(room, nowhere)) {
      String path = "/rooms/" + each;
      var answers = new ArrayList<ObjectNode>();
      answers.add(stranger.get(path + "/bans").json());
      answers.add(stranger.put(path + "/bans/" + member.id(), Json.object()).json());
      answers.add(stranger.delete(path + "/bans/" + member.id()).json());
      answers.add(stranger.get(path + "/invites/i0/uses").json());
      answers.add(stranger.patch(path + "/preferences", Json.object().put("muted", true)).json());
      answers.forEach(a -> a.remove("instance"));
      tried.add(answers);
    }

    assertEquals(tried.getLast(), tried.getFirst());
    tried.getFirst().forEach(a -> assertEquals("not_found", a.path("code").asText()));
  }

  @Test
  void bansComePageByPage() {
    for (int i = 0; i < 5; i++) {
      ban(owner, world.person("Troll " + i), Json.object()).expect(200);
    }
    var names = new ArrayList<String>();
    String path = "/rooms/" + room + "/bans?limit=2";
    JsonNode page = owner.get(path).expect(200).json();
    while (true) {
      page.path("bans").forEach(b -> names.add(b.at("/user/name").asText()));
      if (!page.has("next")) {
        break;
      }
      page = owner.get(path + "&cursor=" + page.path("next").asText()).expect(200).json();
    }

    assertEquals(List.of("Troll 0", "Troll 1", "Troll 2", "Troll 3", "Troll 4"), names);
    owner.get("/rooms/" + room + "/members?cursor=bm90aGluZw").names("cursor");
    owner.get(path + "&cursor=bm90aGluZw").names("cursor");
  }

  @Test
  void anInvitationTellsWhoCameInByIt() {
    room = RoomWorld.roomId(owner.create("den", "private"));
    var invite = owner.post("/rooms/" + room + "/invites", Json.object()).expect(201);
    for (String name : List.of("Eve", "Fay", "Gus")) {
      var code = Json.object().put("code", invite.text("code"));
      world.person(name).post("/rooms/join", code).expect(200);
    }
    String path = "/rooms/" + room + "/invites/" + invite.text("id") + "/uses";

    var first = owner.get(path + "?limit=2").expect(200).json();
    var rest = owner.get(path + "?limit=2&cursor=" + first.path("next").asText()).expect(200);

    assertEquals("Eve", first.at("/uses/0/user/name").asText());
    assertEquals("Fay", first.at("/uses/1/user/name").asText());
    assertEquals("Gus", rest.at("/uses/0/user/name").asText());
    assertFalse(rest.json().has("next"));
    var listed = owner.get("/rooms/" + room + "/invites").expect(200);
    assertEquals(3, listed.at("/invites/0/used").asInt());
    assertEquals(owner.id().value(), listed.at("/invites/0/by").asText());
    owner.get("/rooms/" + room + "/invites/i0/uses").problem(404, "not_found");
  }

  @Test
  void whatISetForMyselfIsMineAlone() {
    var wanted =
        Json.object().put("favourite", true).put("muted", true).put("notifyLevel", "mentions");
    var seen = member.patch("/rooms/" + room + "/preferences", wanted).expect(200);

    assertTrue(seen.at("/favourite").asBoolean());
    assertEquals("mentions", seen.text("notify"));
    assertEquals("all", owner.get("/rooms/" + room).expect(200).text("notify"));
    var kept =
        member
            .patch("/rooms/" + room + "/preferences", Json.object().put("muted", false))
            .expect(200);
    assertTrue(kept.at("/favourite").asBoolean());
    assertFalse(kept.json().has("muted"));
    Eventually.holds("my devices are told", () -> world.told(member, "preferences").size() == 2);
    assertEquals(0, world.told(owner, "preferences").size());
    member
        .patch("/rooms/" + room + "/preferences", Json.object().put("notifyLevel", "some"))
        .names("notifyLevel");
  }

  @Test
  void aHiddenRoomComesBackWithTheNextEntry() {
    var hide = Json.object().put("hidden", true);
    var hidden = member.patch("/rooms/" + room + "/preferences", hide).expect(200);
    assertTrue(hidden.at("/hidden").asBoolean());

    owner.patch("/rooms/" + room, Json.object().put("topic", "new")).expect(200);

    assertFalse(member.get("/rooms/" + room).expect(200).json().has("hidden"));
  }
}
