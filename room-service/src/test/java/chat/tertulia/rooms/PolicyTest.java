package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.rooms.domain.Rights;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a room can be set to, and that its log keeps to it from the next number on. */
class PolicyTest {
  private static RoomWorld world;
  private static int posts;
  private Visitor owner;
  private Visitor moderator;
  private Visitor member;
  private Visitor reader;
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
  void aRoomWithEveryRole() {
    owner = world.person("Owner");
    moderator = world.person("Moderator");
    member = world.person("Member");
    reader = world.person("Reader");
    room = RoomWorld.roomId(owner.create("den", "private"));
    owner.set(room, moderator, "moderator").expect(200);
    owner.set(room, member, "member").expect(200);
    owner.set(room, reader, "reader").expect(200);
  }

  private Visitor of(Role role) {
    return switch (role) {
      case OWNER -> owner;
      case MODERATOR -> moderator;
      case MEMBER -> member;
      case READER -> reader;
    };
  }

  /** What the log says to a message, alone or among many. */
  private String posts(Visitor who) {
    return String.valueOf(
        world.value(
            "select verdict from history.append(array[?::text], array[?::text], array['x'],"
                + " array['message'], array['c' || ?::text], array['{\"content\":\"x\"}'])",
            room.value(),
            who.id().value(),
            posts++));
  }

  /** The same by the statement for many drafts at once. */
  private List<String> postsMany(Visitor who, int count) {
    var verdicts = new ArrayList<String>();
    for (String each :
        String.valueOf(
                world.value(
                    "select string_agg(verdict, ' ' order by idx) from history.append("
                        + "array_fill(?::text, array[?::int]), array_fill(?::text, array[?::int]),"
                        + " array_fill('x'::text, array[?::int]),"
                        + " array_fill('message'::text, array[?::int]),"
                        + " (select array_agg('m' || ? || '-' || n) from generate_series(1, ?) n),"
                        + " array_fill('{\"content\":\"x\"}'::text, array[?::int]))",
                    room.value(),
                    count,
                    who.id().value(),
                    count,
                    count,
                    count,
                    posts++,
                    count,
                    count))
            .split(" ", -1)) {
      verdicts.add(each);
    }
    return verdicts;
  }

  private Visitor.Reply change(Visitor who, String field, Object value) {
    return who.patch("/rooms/" + room, (ObjectNode) Json.tree(java.util.Map.of(field, value)));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theLogLetsThosePostWhoMay(Role role) {
    String expected = Rights.may(Kind.PRIVATE, role, Rights.Act.POST) ? "ok" : "not_allowed";

    assertEquals(expected, posts(of(role)));
    assertEquals(List.of(expected, expected, expected, expected, expected), postsMany(of(role), 5));
  }

  @ParameterizedTest
  @CsvSource({
    "member, ok, ok, ok, not_allowed",
    "moderator, ok, ok, not_allowed, not_allowed",
    "owner, ok, not_allowed, not_allowed, not_allowed"
  })
  void anAnnouncementRoomIsForThoseItSays(
      String postBy, String byOwner, String byModerator, String byMember, String byReader) {
    change(owner, "postBy", "owner").expect(200);
    change(owner, "postBy", postBy).expect(200);

    assertEquals(byOwner, posts(owner));
    assertEquals(byModerator, posts(moderator));
    assertEquals(byMember, posts(member));
    assertEquals(byReader, posts(reader));
    assertEquals(byMember, postsMany(member, 6).getLast());
  }

  @Test
  void anArchivedRoomIsReadOnlyForEveryoneUntilItIsRestored() {
    assertTrue(change(owner, "archived", true).expect(200).json().path("archived").asBoolean());

    assertEquals("archived", posts(owner));
    assertEquals("archived", postsMany(member, 5).getFirst());
    assertFalse(change(owner, "archived", false).expect(200).json().has("archived"));
    assertEquals("ok", posts(member));
  }

  @Test
  void aSlowRoomLetsAMemberPostOnceInAWhile() {
    change(moderator, "slowSeconds", 600).expect(200);

    assertEquals("ok", posts(member));
    assertEquals("slow_mode", posts(member));
    assertEquals("slow_mode", postsMany(member, 5).getFirst());
    assertEquals("ok", posts(moderator));
    assertEquals("ok", posts(moderator));

    world.execute(
        "update history.entries set at = at - interval '1 hour' where room_id = ?", room.value());
    assertEquals(
        List.of("ok", "slow_mode", "slow_mode", "slow_mode", "slow_mode"), postsMany(member, 5));
  }

  @Test
  void whoIsMutedMayNotPostForAWhile() {
    var body = Json.object().put("mutedFor", 600);
    String path = "/rooms/" + room + "/members/" + member.id();
    assertTrue(moderator.put(path, body).expect(200).json().has("mutedUntil"));

    assertEquals("muted", posts(member));
    assertEquals("muted", postsMany(member, 5).getLast());
    assertTrue(member.get("/rooms/" + room).expect(200).json().has("mutedUntil"));

    assertFalse(moderator.put(path, body.put("mutedFor", 0)).expect(200).json().has("mutedUntil"));
    assertEquals("ok", posts(member));
    assertEquals(List.of("muted", "unmuted"), changes("muted", "unmuted"));
  }

  @Test
  void aSilenceEndsByItself() {
    owner
        .put("/rooms/" + room + "/members/" + member.id(), Json.object().put("mutedFor", 600))
        .expect(200);
    world.execute(
        "update rooms.members set muted_until = now() - interval '1 s' where user_id = ?",
        member.id().value());

    assertEquals("ok", posts(member));
    assertFalse(member.get("/rooms/" + room).expect(200).json().has("mutedUntil"));
  }

  private List<String> changes(String... wanted) {
    return world.entries(room).stream()
        .map(e -> e.path("change").asText())
        .filter(List.of(wanted)::contains)
        .toList();
  }

  @Test
  void everySettingIsOneEntryAndIsShown() {
    var all =
        Json.object()
            .put("name", "attic")
            .put("description", "<script>alert(1)</script>")
            .put("postBy", "moderator")
            .put("slowSeconds", 5)
            .put("newcomersSee", "joined")
            .put("retentionDays", 30)
            .put("password", "tea and toast");
    int before = world.seqs(room).size();

    var shown = owner.patch("/rooms/" + room, all).expect(200).json();
    owner.patch("/rooms/" + room, all.deepCopy().without("password")).expect(200);

    assertEquals(before + 1, world.seqs(room).size());
    JsonNode entry = world.entries(room).getLast();
    for (String field :
        List.of("name", "description", "postBy", "slowSeconds", "newcomersSee", "retentionDays")) {
      assertEquals(all.get(field).asText(), shown.path(field).asText(), field);
      assertEquals(all.get(field).asText(), entry.path(field).asText(), field);
    }
    assertTrue(shown.path("hasPassword").asBoolean());
    assertTrue(entry.path("hasPassword").asBoolean());
    assertFalse(entry.toString().contains("toast"));
    var stranger = world.person("Stranger");
    var password = Json.object().put("password", "tea and toast");
    stranger.post("/rooms/" + room + "/join", password).expect(200);
  }

  @Test
  void anEmptyPasswordTakesTheLockAway() {
    change(owner, "password", "tea and toast").expect(200);
    assertFalse(change(owner, "password", "").expect(200).json().path("hasPassword").asBoolean());

    var password = Json.object().put("password", "tea and toast");
    world.person("S").post("/rooms/" + room + "/join", password).problem(404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "moderator, postBy, owner",
    "moderator, archived, true",
    "moderator, newcomersSee, joined",
    "moderator, retentionDays, 1",
    "moderator, password, abc",
    "member, slowSeconds, 1",
    "member, description, x",
    "member, name, x",
    "reader, topic, x"
  })
  void theWeakerMayNotSetIt(String role, String field, String value) {
    int before = world.seqs(room).size();
    Object typed = value;
    if (value.equals("true")) {
      typed = true;
    } else if (value.matches("\\d+")) {
      typed = Integer.valueOf(value);
    }

    change(of(Role.of(role)), field, typed).problem(403, "access_denied");
    change(world.person("Stranger"), field, typed).problem(404, "not_found");

    assertEquals(before, world.seqs(room).size());
  }

  @ParameterizedTest
  @CsvSource({
    "postBy, reader",
    "postBy, anyone",
    "slowSeconds, -1",
    "slowSeconds, 21601",
    "retentionDays, 3661",
    "newcomersSee, some",
    "archived, perhaps"
  })
  void aWrongSettingIsNamed(String field, String value) {
    Object typed = value.matches("-?\\d+") ? Integer.valueOf(value) : value;

    change(owner, field, typed).names(field);
  }

  @Test
  void aPasswordIsForPrivateRoomsOnly() {
    room = world.publicRoom(owner);

    change(owner, "password", "abc").names("password");
  }

  @Test
  void newcomersSeeWhatTheRoomSays() {
    String from = "select visible_from from rooms.members where room_id = ? and user_id = ?";
    change(owner, "newcomersSee", "joined").expect(200);
    var late = world.person("Late");
    owner.set(room, late, "member").expect(200);

    long joined = world.entries(room).getLast().path("seq").asLong();
    assertEquals(joined, world.value(from, room.value(), late.id().value()));
    assertEquals(0L, world.value(from, room.value(), member.id().value()));
  }

  @Test
  void whatARoomKeepsNoLongerLosesItsContentAndKeepsItsNumbers() {
    postsMany(member, 700);
    world.execute(
        "update history.entries set at = at - interval '3 days' where room_id = ?", room.value());
    posts(member);
    long before = world.seqs(room).size();

    change(owner, "retentionDays", 2).expect(200);
    Eventually.holds(
        "two batches are purged",
        () -> world.entries(room).stream().filter(e -> e.has("purged")).count() == 2);

    var entries = world.entries(room);
    assertEquals(before + 3, entries.size());
    assertEquals(700, entries.stream().filter(e -> is(e, "purged")).count());
    assertEquals(1, entries.stream().filter(e -> is(e, "message")).count());
    for (int i = 0; i < entries.size(); i++) {
      assertEquals(i + 1, entries.get(i).path("seq").asLong());
    }
    assertEquals(705L, entries.getLast().path("purged").asLong());
    Eventually.holds(
        "gateways are told",
        () -> world.published.stream().anyMatch(e -> e.json().contains("\"purged\":705")));
  }

  private static boolean is(JsonNode entry, String kind) {
    return entry.path("entryKind").asText().equals(kind);
  }

  @Test
  void aRepeatedSendOfAPurgedMessageGetsItsFirstNumber() {
    String post =
        "select verdict || ' ' || seq from history.append(array[?::text], array[?::text],"
            + " array['x'], array['message'], array['same'], array['{\"content\":\"x\"}'])";
    Object first = world.value(post, room.value(), member.id().value());
    world.execute(
        "update history.entries set at = at - interval '3 days' where room_id = ?", room.value());
    change(owner, "retentionDays", 2).expect(200);
    Eventually.holds(
        "it is purged", () -> world.entries(room).stream().anyMatch(e -> e.has("purged")));

    Object again = world.value(post, room.value(), member.id().value());

    assertEquals(first.toString().replace("ok", "repeat"), again);
  }
}
