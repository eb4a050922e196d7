package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.rooms.domain.Cursor;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the contract says, over REST against the running service. */
class RoomLifeTest {
  private static RoomWorld world;

  @BeforeAll
  static void open() {
    world = RoomWorld.open();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void aRoomBeginsWithItsOwnFirstEntries() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var request = Golden.read("room.create.request");
    request.withArray("members").removeAll().add(bob.id().value());

    var created = ann.post("/rooms", request).expect(201);

    Golden.matches("room.create.response", created.json());
    var entries = world.entries(new RoomId(created.text("id")));
    assertEquals(3, entries.size());
    assertEquals("room", entries.get(0).path("entryKind").asText());
    assertEquals("Release planning", entries.get(0).path("name").asText());
    assertEquals("private", entries.get(0).path("roomKind").asText());
    assertMember(entries.get(1), ann, "joined", "owner");
    assertMember(entries.get(2), bob, "joined", "member");
  }

  @Test
  void everyoneConcernedHearsOfANewRoom() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var body = Json.object().put("name", "den").put("kind", "private");
    body.putArray("members").add(bob.id().value());

    var room = RoomWorld.roomId(ann.post("/rooms", body));

    Eventually.holds("both are told", () -> world.told(bob, "room-added").size() == 1);
    var frame = world.told(bob, "room-added").getFirst();
    assertEquals("member", frame.at("/room/role").asText());
    assertEquals(3, frame.at("/room/head").asLong());
    assertEquals(bob.get("/rooms/" + room).json(), frame.path("room"));
    Eventually.holds("entries are published", () -> published(room).size() == 3);
    assertEquals(List.of(1L, 2L, 3L), published(room));
    assertEquals(
        ann.get("/rooms/" + room).json(), world.told(ann, "room-added").get(0).path("room"));
  }

  @Test
  void entriesOnTheBusAreTheFramesOfTheContract() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);

    Eventually.holds("both entries are published", () -> published(room).size() == 2);

    var frames = world.published.stream().filter(e -> e.room().equals(room)).toList();
    Golden.matches("entry.room", Json.readObject(frames.get(0).json()));
    Golden.matches("entry.member", Json.readObject(frames.get(1).json()));
    assertEquals(ann.id(), frames.get(1).subject());
  }

  @Test
  void publicRoomsAreFoundAndJoined() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = world.publicRoom(ann);

    Golden.matches("room.join.response", bob.join(room).expect(200).json());

    assertEquals(List.of(1L, 2L, 3L), world.seqs(room));
    assertMember(world.entries(room).get(2), bob, "joined", "member");
    Eventually.holds("bob is told", () -> world.told(bob, "room-added").size() == 1);
  }

  @Test
  void joiningTwiceIsHarmless() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = world.publicRoom(ann);

    bob.join(room).expect(200);
    bob.join(room).expect(200);

    assertEquals(3, world.seqs(room).size());
    assertEquals(2, ann.get("/rooms/" + room).json().path("memberCount").asInt());
  }

  @Test
  void theListShowsMyRoomsWithHeadsLastActivityFirst() {
    var ann = world.person("Ann");
    var first = world.publicRoom(ann);
    var second = world.publicRoom(ann);
    world.person("Bob").join(first).expect(200);

    var list = ann.get("/rooms").expect(200).json();

    Golden.matches("room.list.response", list);
    assertEquals(
        List.of(first.value(), second.value()),
        list.path("rooms").findValuesAsText("id").stream().filter(i -> i.startsWith("r")).toList());
    assertEquals(3, list.at("/rooms/0/head").asLong());
  }

  @Test
  void theListIsPagedWithoutGapsOrRepeats() {
    var ann = world.person("Ann");
    var made = new HashSet<String>();
    for (int i = 0; i < 7; i++) {
      made.add(world.publicRoom(ann).value());
    }

    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page = ann.get("/rooms?limit=3" + cursor).expect(200).json();
      page.path("rooms").forEach(r -> seen.add(r.path("id").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    } while (cursor != null);

    assertEquals(7, seen.size());
    assertEquals(made, new HashSet<>(seen));
  }

  @Test
  void withoutHistoryThereIsNoListRatherThanWrongCounts() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);
    world.historyAnswers = false;
    try {
      ann.get("/rooms").problem(503, "unavailable");
      assertTrue(ann.get("/rooms").headers().firstValue("retry-after").isPresent());
      ann.get("/rooms/" + room).problem(503, "unavailable");

      var joined = world.person("Bob").join(room).expect(200).json();

      assertEquals(3, joined.path("head").asLong());
      assertFalse(joined.has("unread"));
    } finally {
      world.historyAnswers = true;
    }
  }

  @Test
  void theDirectoryFindsPartsOfNameAndTopicWhateverTheCase() {
    var ann = world.person("Ann");
    var name = Json.object().put("name", "Café Zürich 100%").put("kind", "public");
    ann.post("/rooms", name.put("topic", "Bücher und_mehr")).expect(201);
    ann.create("Café secret Zürich", "private").expect(201);

    var found = ann.get("/rooms/public?q=cafe%20z").expect(200).json();

    Golden.matches("room.directory.response", found);
    assertEquals(1, directory(ann, "BÜCHER").size());
    assertEquals(1, directory(ann, "100%25").size());
    assertEquals(1, directory(ann, "und_m").size());
    assertEquals(0, directory(ann, "caf_").size());
    assertEquals(0, directory(ann, "cafe%25zurich").size());
    assertEquals(0, directory(ann, "%5C").size());
  }

  @Test
  void theDirectoryIsPagedByName() {
    var ann = world.person("Ann");
    for (String name : List.of("qqpage b", "qqpage A", "qqpage c", "qqpage a", "qqpage É")) {
      ann.create(name, "public").expect(201);
    }

    var names = new ArrayList<String>();
    String cursor = "";
    do {
      var page = ann.get("/rooms/public?q=QQPAGE&limit=2" + cursor).expect(200).json();
      page.path("rooms").forEach(r -> names.add(r.path("name").asText().toLowerCase(Locale.ROOT)));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    } while (cursor != null);

    assertEquals(List.of("qqpage a", "qqpage a", "qqpage b", "qqpage c", "qqpage é"), names);
  }

  @Test
  void aPasswordOpensAPrivateRoom() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var body = Json.object().put("name", "den").put("kind", "private").put("password", "open");
    var created = ann.post("/rooms", body);
    var room = RoomWorld.roomId(created);
    assertTrue(created.json().path("hasPassword").asBoolean());
    assertFalse(created.json().toString().contains("pbkdf"));

    bob.join(room).problem(404, "not_found");
    bob.post("/rooms/" + room + "/join", Json.object().put("password", "shut"))
        .problem(404, "not_found");
    bob.post("/rooms/" + room + "/join", Json.object().put("password", "open")).expect(200);

    assertEquals(3, world.seqs(room).size());
  }

  @Test
  void aWrongPasswordTakesAsLongWhereThereIsNoRoom() {
    var ann = world.person("Ann");
    var body = Json.object().put("name", "den").put("kind", "private").put("password", "open");
    var room = RoomWorld.roomId(ann.post("/rooms", body));
    var bob = world.person("Bob");
    var cid = world.person("Cid");

    long there = quickest(bob, room);
    long nowhere = quickest(cid, RoomId.random());

    assertTrue(nowhere * 2 > there, "nanoseconds: " + nowhere + " and " + there);
    assertTrue(there * 2 > nowhere, "nanoseconds: " + nowhere + " and " + there);
  }

  private static long quickest(Visitor visitor, RoomId room) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      long begun = System.nanoTime();
      visitor
          .post("/rooms/" + room + "/join", Json.object().put("password", "shut"))
          .problem(404, "not_found");
      quickest = Math.min(quickest, System.nanoTime() - begun);
    }
    return quickest;
  }

  @Test
  void anInstantRoomIsJoinedByItsCode() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var created = ann.create("quick", "instant").expect(201);
    var room = new RoomId(created.text("id"));
    assertTrue(created.text("code").matches("[2-9A-HJKMNP-Z]{4}"), created.text("code"));

    bob.join(room).problem(404, "not_found");
    var joined = byCode(bob, created.text("code").toLowerCase(Locale.ROOT)).expect(200);

    assertEquals(created.text("code"), joined.text("code"));
    assertEquals(room.value(), joined.text("id"));
  }

  @Test
  void guessingCodesEnds() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    String code = ann.create("quick", "instant").expect(201).text("code");
    Visitor.Reply last = null;
    for (int i = 0; i < 12; i++) {
      last = byCode(bob, "AAA" + "BCDEFGHJKMNP".charAt(i));
    }

    last.problem(429, "rate_limited");
    assertTrue(Integer.parseInt(last.headers().firstValue("retry-after").orElse("0")) > 60);
    byCode(bob, code).problem(429, "rate_limited");
    byCode(world.person("Cid"), code).expect(200);
  }

  @Test
  void invitationsLetPeopleIn() {
    var ann = world.person("Ann");
    var room = RoomWorld.roomId(ann.create("den", "private"));
    var request = Golden.read("room.invite.request");

    var invite = ann.post("/rooms/" + room + "/invites", request).expect(201);

    Golden.matches("room.invite.response", invite.json());
    assertEquals("https://chat.example/#/join/" + invite.text("code"), invite.text("url"));
    var bob = world.person("Bob");
    byCode(bob, invite.text("code")).expect(200);
    byCode(bob, invite.text("code")).expect(200);
    byCode(world.person("Cid"), invite.text("code")).expect(200);
    byCode(world.person("Dan"), invite.text("code")).problem(404, "not_found");
    assertEquals(0, ann.get("/rooms/" + room + "/invites").json().path("invites").size());
  }

  @Test
  void invitationsAreListedAndRevoked() {
    var ann = world.person("Ann");
    var room = RoomWorld.roomId(ann.create("den", "private"));
    var path = "/rooms/" + room + "/invites";
    var one = ann.post(path, Json.object()).expect(201);
    var two = ann.post(path, Json.object()).expect(201);
    assertTrue(
        Instant.parse(one.text("expiresAt")).isAfter(Instant.now().plus(Duration.ofDays(6))));
    assertFalse(one.json().has("usesLeft"));

    var list = ann.get(path).expect(200).json();

    assertEquals(2, list.path("invites").size());
    assertEquals(one.json(), list.at("/invites/0"));
    ann.delete(path + "/" + one.text("id")).expect(204);
    ann.delete(path + "/" + one.text("id")).problem(404, "not_found");
    byCode(world.person("Bob"), one.text("code")).problem(404, "not_found");
    byCode(world.person("Bob"), two.text("code")).expect(200);
  }

  @Test
  void anInvitationEnds() {
    var ann = world.person("Ann");
    var room = RoomWorld.roomId(ann.create("den", "private"));
    var invite = ann.post("/rooms/" + room + "/invites", Json.object()).expect(201);
    world.execute(
        "update rooms.invites set expires_at = now() - interval '1 second' where id = ?",
        invite.text("id"));

    byCode(world.person("Bob"), invite.text("code")).problem(404, "not_found");
    assertEquals(List.of(1L, 2L), world.seqs(room));
  }

  @Test
  void aRoomHasNotTooManyInvitations() {
    var ann = world.person("Ann");
    var path = "/rooms/" + world.publicRoom(ann) + "/invites";
    for (int i = 0; i < 100; i++) {
      ann.post(path, Json.object()).expect(201);
    }

    ann.post(path, Json.object()).problem(409, "conflict");
  }

  @Test
  void leavingIsAnEntryAndANotice() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = world.publicRoom(ann);
    bob.join(room).expect(200);

    bob.leave(room).expect(204);

    assertMember(world.entries(room).getLast(), bob, "left", null);
    bob.get("/rooms/" + room).problem(404, "not_found");
    bob.leave(room).problem(404, "not_found");
    assertEquals(0, bob.get("/rooms").json().path("rooms").size());
    Eventually.holds("bob is told", () -> world.told(bob, "room-removed").size() == 1);
    assertEquals(room.value(), world.told(bob, "room-removed").get(0).path("roomId").asText());
  }

  @Test
  void anOwnerWhoLeavesHandsTheRoomOver() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var cid = world.person("Cid");
    var room = world.publicRoom(ann);
    bob.join(room).expect(200);
    cid.join(room).expect(200);
    ann.set(room, cid, "moderator").expect(200);

    ann.leave(room).expect(204);

    var entries = world.entries(room);
    assertMember(entries.get(entries.size() - 2), cid, "role", "owner");
    assertMember(entries.getLast(), ann, "left", null);
    assertEquals("owner", cid.get("/rooms/" + room).text("role"));
  }

  @Test
  void membersArePagedLongestStandingFirst() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);
    var names = new ArrayList<>(List.of("Ann"));
    for (int i = 0; i < 5; i++) {
      var each = world.person("P" + i);
      each.join(room).expect(200);
      names.add("P" + i);
    }

    var first = ann.get("/rooms/" + room + "/members?limit=4").expect(200).json();
    var second =
        ann.get("/rooms/" + room + "/members?cursor=" + first.path("next").asText()).json();

    Golden.matches("room.members.response", second);
    var seen = first.path("members").findValuesAsText("name");
    seen.addAll(second.path("members").findValuesAsText("name"));
    assertEquals(names, seen);
    assertFalse(second.has("next"));
  }

  @Test
  void aPageOfMembersPastTheEndIsEmpty() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);
    var cursor = Cursor.of("members", "999");

    assertEquals(
        0,
        ann.get("/rooms/" + room + "/members?cursor=" + cursor)
            .expect(200)
            .json()
            .path("members")
            .size());
  }

  @Test
  void ownersAddAndPromote() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = RoomWorld.roomId(ann.create("den", "private"));

    var added = ann.set(room, bob, null).expect(200);
    Golden.matches("room.member.set.response", added.json());
    assertEquals("moderator", ann.set(room, bob, "moderator").expect(200).text("role"));
    ann.set(room, bob, "moderator").expect(200);

    var entries = world.entries(room);
    assertEquals(4, entries.size());
    assertMember(entries.get(2), bob, "joined", "member");
    assertMember(entries.get(3), bob, "role", "moderator");
    Eventually.holds("bob is told", () -> world.told(bob, "room-added").size() == 1);
  }

  @Test
  void aRemovedPersonMayComeBackABannedOneNot() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = world.publicRoom(ann);
    bob.join(room).expect(200);

    ann.remove(room, bob).expect(204);
    assertMember(world.entries(room).getLast(), bob, "removed", null);
    Eventually.holds("bob is told", () -> world.told(bob, "room-removed").size() == 1);
    bob.join(room).expect(200);
    ann.delete("/rooms/" + room + "/members/" + bob.id() + "?ban=true").expect(204);
    assertMember(world.entries(room).getLast(), bob, "banned", null);
    bob.join(room).problem(404, "not_found");
    var invite = ann.post("/rooms/" + room + "/invites", Json.object()).expect(201);
    byCode(bob, invite.text("code")).problem(404, "not_found");

    ann.set(room, bob, "reader").expect(200);
    bob.leave(room).expect(204);
    bob.join(room).expect(200);
  }

  @Test
  void theSamePeopleAlwaysGetTheSameDirectRoom() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var cid = world.person("Cid");

    var made = direct(ann, bob, cid, bob, ann).expect(201);
    var again = direct(cid, ann, bob).expect(200);
    var pair = direct(ann, bob).expect(201);

    Golden.matches("room.direct.response", made.json());
    assertEquals(made.text("id"), again.text("id"));
    assertNotEquals(made.text("id"), pair.text("id"));
    assertEquals("Bob, Cid", made.text("name"));
    assertEquals("Ann, Bob", again.text("name"));
    assertEquals(List.of(1L, 2L, 3L, 4L), world.seqs(new RoomId(made.text("id"))));
    var told = world.told(cid, "room-added").getFirst();
    assertEquals("Ann, Bob", told.at("/room/name").asText());
    ann.leave(new RoomId(pair.text("id"))).problem(409, "conflict");
  }

  @Test
  void aDirectRoomHasUpToFiftyPeople() {
    var ann = world.person("Ann");
    var others = new ArrayList<Visitor>();
    for (int i = 0; i < 50; i++) {
      others.add(world.person("P" + i));
    }

    direct(ann, others.toArray(Visitor[]::new)).names("userIds");
    others.removeLast();
    var made = direct(ann, others.toArray(Visitor[]::new)).expect(201);
    Collections.shuffle(others);
    assertEquals(made.text("id"), direct(ann, others.toArray(Visitor[]::new)).text("id"));
    assertEquals(50, made.json().path("people").size());
  }

  @Test
  void nameAndTopicChangeAsOneEntryOfWhatChanged() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);

    var changed = ann.patch("/rooms/" + room, Golden.read("room.update.request")).expect(200);
    ann.patch("/rooms/" + room, Golden.read("room.update.request")).expect(200);

    assertEquals("Now: tea", changed.text("topic"));
    var entries = world.entries(room);
    assertEquals(3, entries.size());
    assertEquals("Now: tea", entries.getLast().path("topic").asText());
    assertFalse(entries.getLast().has("name"));
    assertEquals(1, directory(ann, "NOW:%20TEA").size());
    ann.patch("/rooms/" + room, Json.object()).names("name");
  }

  @Test
  void aClosedRoomIsGoneWithItsLog() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = world.publicRoom(ann);
    bob.join(room).expect(200);
    bob.delete("/rooms/" + room).problem(403, "access_denied");

    ann.delete("/rooms/" + room).expect(204);

    assertEquals(List.of(), world.seqs(room));
    ann.get("/rooms/" + room).problem(404, "not_found");
    bob.join(room).problem(404, "not_found");
    Eventually.holds(
        "both are told",
        () ->
            world.told(ann, "room-removed").size() == 1
                && world.told(bob, "room-removed").size() == 1);
    for (String table : List.of("members", "invites", "bans")) {
      assertEquals(
          0L,
          world.value("select count(*) from rooms." + table + " where room_id = ?", room.value()));
    }
  }

  @Test
  void newNamesAreTakenOverFromFactsAndFromNewerTokens() {
    var ann = world.person("Ann");
    var room = world.publicRoom(ann);

    world.bus.publish(
        Switchboard.PROFILE_CHANGED, new Accounts.ProfileChanged(ann.id(), "Annabel"));
    Eventually.holds("the fact is heard", () -> nameOf(ann, room).equals("Annabel"));
    ann.patch("/rooms/" + room, Json.object().put("topic", "one")).expect(200);
    assertEquals("Annabel", nameOf(ann, room), "an older token does not bring the old name back");

    var later = new Person(ann.id(), "Anna");
    var token = world.tokens.of(later, new SessionId("s2"), Duration.ofMinutes(40));
    world.visitor(later, token).patch("/rooms/" + room, Json.object().put("topic", "two"));
    assertEquals("Anna", nameOf(ann, room));
  }

  @Test
  void theOpenApiDocumentNamesEveryOperation() {
    var names = new HashSet<String>();
    var document = world.person("Ann").root("/openapi.json").expect(200).json();
    document.path("paths").forEach(p -> p.forEach(o -> names.add(o.path("operationId").asText())));

    Switchboard.ROOMS.stream()
        .filter(o -> o.path() != null)
        .forEach(o -> assertTrue(names.contains(o.name()), o.name()));
  }

  private static List<Long> published(RoomId room) {
    return world.published.stream().filter(e -> e.room().equals(room)).map(LogEntry::seq).toList();
  }

  private static String nameOf(Visitor visitor, RoomId room) {
    return visitor.get("/rooms/" + room + "/members").at("/members/0/user/name").asText();
  }

  private static JsonNode directory(Visitor visitor, String query) {
    return visitor.get("/rooms/public?q=" + query).expect(200).json().path("rooms");
  }

  private static Visitor.Reply byCode(Visitor visitor, String code) {
    return visitor.post("/rooms/join", Json.object().put("code", code));
  }

  private static Visitor.Reply direct(Visitor visitor, Visitor... others) {
    ObjectNode body = Json.object();
    var ids = body.putArray("userIds");
    for (Visitor each : others) {
      ids.add(each.id().value());
    }
    return visitor.post("/direct", body);
  }

  private static void assertMember(JsonNode entry, Visitor who, String change, String role) {
    assertEquals("member", entry.path("entryKind").asText());
    assertEquals(who.id().value(), entry.at("/user/id").asText());
    assertEquals(who.person().name(), entry.at("/user/name").asText());
    assertEquals(change, entry.path("change").asText());
    assertEquals(role == null ? "" : role, entry.path("role").asText());
  }
}
