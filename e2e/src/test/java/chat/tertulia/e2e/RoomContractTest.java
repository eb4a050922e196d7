package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.in;
import static chat.tertulia.e2e.Script.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rooms, their members and invitations, as the contract promises them on all ways. */
@ExtendWith(LogOnFailure.class)
class RoomContractTest {
  @ParameterizedTest
  @EnumSource
  void publicRoomIsCreatedReadChangedAndClosed(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    ObjectNode wish = with().put("name", "Lobby").put("kind", "public").put("topic", "For all");

    JsonNode made = script.plays(Row.CREATE_ROOM, ann, wish);
    Room lobby = known(script, made, "lobby");
    script.plays(Row.GET_ROOM, ann, in(lobby));
    script.plays(Row.CHANGE_ROOM, ann, in(lobby).put("name", "Foyer").put("topic", "Come in"));
    script.plays(Row.LIST_ROOMS, ann, with());
    script.plays(Row.CLOSE_ROOM, ann, in(lobby));

    script.refused(Row.GET_ROOM, ann, in(lobby), 404, "not_found");
    assertTrue(script.asks(Row.LIST_ROOMS, ann, with()).path("rooms").isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void publicRoomsStandInTheDirectory(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    String word = "word" + OpaqueId.random('x').substring(1, 10);
    script.golden().name(word, "lobby");
    Room lobby = script.room(ann, word);

    JsonNode found = script.plays(Row.DIRECTORY, ann, with().put("q", word)).path("rooms");

    assertEquals(lobby.id(), found.path(0).path("id").asText());
    assertFalse(found.path(0).has("head"));
  }

  @ParameterizedTest
  @EnumSource
  void joiningTwiceIsHarmlessAndLeavingEndsIt(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");

    JsonNode first = script.plays(Row.JOIN, bob, in(lobby));
    JsonNode second = script.asks(Row.JOIN, bob, in(lobby));
    script.plays(Row.LEAVE, bob, in(lobby));

    assertEquals(first, second);
    script.refused(Row.GET_ROOM, bob, in(lobby), 404, "not_found");
    assertEquals(4, ann.log(lobby).size());
  }

  @ParameterizedTest
  @EnumSource
  void privateRoomOpensToItsPasswordOnly(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    ObjectNode wish =
        with().put("name", "Club").put("kind", "private").put("password", "open sesame");

    JsonNode made = script.plays("create-room-private", Row.CREATE_ROOM, ann, wish);
    Room club = known(script, made, "club");
    Door.Reply wrong =
        script.refused(Row.JOIN, bob, in(club).put("password", "shut"), 404, "not_found");
    Door.Reply unknown =
        script.refused(
            Row.JOIN, bob, with().put("roomId", "r-none").put("password", "x"), 404, "not_found");
    script.plays("join-password", Row.JOIN, bob, in(club).put("password", "open sesame"));

    assertEquals(Problems.shown(wrong.body()), Problems.shown(unknown.body()));
  }

  @ParameterizedTest
  @EnumSource
  void instantRoomIsJoinedByItsCode(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    ObjectNode wish = with().put("name", "Now").put("kind", "instant");

    JsonNode made = script.plays("create-room-instant", Row.CREATE_ROOM, ann, wish);
    known(script, made, "now");
    String code = made.path("code").asText();
    JsonNode joined = script.plays(Row.JOIN_BY_CODE, bob, with().put("code", code));

    assertEquals(4, code.length());
    assertEquals(made.path("id"), joined.path("id"));
  }

  @ParameterizedTest
  @EnumSource
  void samePeopleAlwaysGetTheSameDirectRoom(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    ObjectNode wish = with();
    wish.putArray("userIds").add(bob.id());
    ObjectNode back = with();
    back.putArray("userIds").add(ann.id());

    JsonNode made = script.plays(Row.DIRECT, ann, wish);
    Door.Reply again = door.ask(Row.DIRECT, bob, back);

    assertEquals(made.path("id"), again.body().path("id"));
    assertEquals(door == Door.BUS ? Row.DIRECT.status() : 200, again.status());
    assertEquals("ann", again.body().path("name").asText());
  }

  @ParameterizedTest
  @EnumSource
  void membersAreListedAddedRaisedAndRemoved(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    ObjectNode aboutBob = in(lobby).put("userId", bob.id());

    script.asks(Row.SET_MEMBER, ann, aboutBob.deepCopy());
    script.plays(Row.SET_MEMBER, ann, aboutBob.deepCopy().put("role", "moderator"));
    script.plays(Row.MEMBERS, ann, in(lobby));
    script.plays(Row.REMOVE_MEMBER, ann, aboutBob.deepCopy());

    script.refused(Row.MEMBERS, bob, in(lobby), 404, "not_found");
    assertEquals(1, script.asks(Row.MEMBERS, ann, in(lobby)).path("members").size());
  }

  @ParameterizedTest
  @EnumSource
  void whoIsBannedDoesNotComeBack(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);

    script.asks(Row.REMOVE_MEMBER, ann, in(lobby).put("userId", bob.id()).put("ban", true));

    script.refused(Row.JOIN, bob, in(lobby), 404, "not_found");
  }

  @ParameterizedTest
  @EnumSource
  void plainMembersChangeNothing(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    ObjectNode aboutAnn = in(lobby).put("userId", ann.id());

    script.refused(Row.CHANGE_ROOM, bob, in(lobby).put("name", "Mine"), 403, "access_denied");
    script.refused(Row.CLOSE_ROOM, bob, in(lobby), 403, "access_denied");
    script.refused(Row.REMOVE_MEMBER, bob, aboutAnn, 403, "access_denied");
    script.refused(Row.MAKE_INVITE, bob, in(lobby), 403, "access_denied");

    assertEquals("lobby", script.asks(Row.GET_ROOM, ann, in(lobby)).path("name").asText());
    assertEquals(3, ann.log(lobby).size());
  }

  @ParameterizedTest
  @EnumSource
  void invitationsAreMadeUsedListedAndRevoked(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Actor eve = script.person("eve");
    Room club = known(script, ann.creates("Club", "private"), "club");

    JsonNode invite =
        script.plays(Row.MAKE_INVITE, ann, in(club).put("expiresIn", 3_600).put("uses", 2));
    ObjectNode code = with().put("code", invite.path("code").asText());
    JsonNode joined = script.plays("join-by-invite", Row.JOIN_BY_CODE, bob, code);
    script.plays(Row.INVITES, ann, in(club));
    script.plays(Row.REVOKE_INVITE, ann, in(club).put("id", invite.path("id").asText()));

    script.refused(Row.JOIN_BY_CODE, eve, code, 404, "not_found");
    assertEquals(club.id(), joined.path("id").asText());
    assertEquals(0, script.asks(Row.INVITES, ann, in(club)).path("invites").size());
  }

  private static Room known(Script script, JsonNode made, String name) {
    return known(script, new Room(made.path("id").asText(), made.path("name").asText()), name);
  }

  private static Room known(Script script, Room room, String name) {
    script.golden().name(room.id(), "r-" + name);
    return room;
  }
}
