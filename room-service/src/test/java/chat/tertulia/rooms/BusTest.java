package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same operations on the bus, as a gateway asks for a socket. */
class BusTest {
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
  void aRoomsWholeLifeOnTheBus() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");

    var room = ask(ann, Switchboard.CREATE_ROOM, create("den", Rooms.Kind.PRIVATE)).id();
    ask(ann, Switchboard.SET_MEMBER, new Rooms.SetMember(room, bob.id(), Rooms.Role.MODERATOR));
    assertEquals(
        List.of("Ann", "Bob"),
        ask(bob, Switchboard.MEMBERS, new Rooms.MembersOf(room, null, null)).members().stream()
            .map(m -> m.user().name())
            .toList());
    ask(bob, Switchboard.CHANGE_ROOM, new Rooms.Change(room, "attic", null));
    assertEquals("attic", ask(ann, Switchboard.GET_ROOM, new Rooms.RoomRef(room)).name());
    var invite = ask(bob, Switchboard.MAKE_INVITE, new Rooms.MakeInvite(room, null, null));
    assertNotNull(invite.code());
    var cid = world.person("Cid");
    assertEquals(
        room, ask(cid, Switchboard.JOIN_BY_CODE, new Rooms.JoinByCode(invite.code())).id());
    assertEquals(1, ask(bob, Switchboard.INVITES, new Rooms.RoomRef(room)).invites().size());
    ask(bob, Switchboard.REVOKE_INVITE, new Rooms.InviteRef(room, invite.id()));
    ask(bob, Switchboard.REMOVE_MEMBER, new Rooms.MemberRef(room, cid.id(), null));
    assertEquals(1, ask(bob, Switchboard.LIST_ROOMS, new Rooms.MyRooms(null, null)).rooms().size());
    ask(bob, Switchboard.LEAVE_ROOM, new Rooms.RoomRef(room));
    ask(ann, Switchboard.CLOSE_ROOM, new Rooms.RoomRef(room));
    var direct = ask(ann, Switchboard.DIRECT_ROOM, new Rooms.Direct(List.of(bob.id())));
    assertEquals("Bob", direct.name());
    var open = ask(ann, Switchboard.CREATE_ROOM, create("zoo", Rooms.Kind.PUBLIC)).id();
    assertEquals(open, ask(bob, Switchboard.JOIN_ROOM, new Rooms.Join(open, null)).id());
    var found = ask(bob, Switchboard.DIRECTORY, new Rooms.Browse("ZOO", null, null)).rooms();
    assertEquals(open, found.getFirst().id());
    assertNull(found.getFirst().head());
  }

  @Test
  void problemsCrossTheBusWhole() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var room = ask(ann, Switchboard.CREATE_ROOM, create("den", Rooms.Kind.PRIVATE)).id();

    fails(ErrorCode.NOT_FOUND, () -> ask(bob, Switchboard.GET_ROOM, new Rooms.RoomRef(room)));
    fails(
        ErrorCode.BAD_REQUEST,
        () -> ask(ann, Switchboard.DIRECT_ROOM, new Rooms.Direct(List.of(new UserId("ghost")))));
    var raw = Json.object().put("roomId", 7);
    fails(
        ErrorCode.BAD_REQUEST,
        () -> world.bus.relay(Switchboard.GET_ROOM, ann.caller(), ORIGIN, bytes(raw)).await());
  }

  @Test
  void guessingOnTheBusIsLimitedByTheSocketsAddress() {
    Problem last = null;
    for (int i = 0; i < 60 && (last == null || last.code() == ErrorCode.NOT_FOUND); i++) {
      var guesser = world.person("G" + i);
      last =
          assertThrows(
              Problem.class,
              () ->
                  world
                      .bus
                      .call(
                          Switchboard.JOIN_BY_CODE,
                          guesser.caller(),
                          new Call.Origin("198.51.100.9", "", null, "t1"),
                          new Rooms.JoinByCode("ZZZZ"))
                      .await());
    }

    assertEquals(ErrorCode.RATE_LIMITED, last.code());
    assertNotNull(last.retryAfter());
  }

  private static final Call.Origin ORIGIN = new Call.Origin("192.0.2.7", "test", null, "t1");

  private static <Q, R> R ask(Visitor visitor, Operation<Q, R> operation, Q request) {
    return world.bus.call(operation, visitor.caller(), ORIGIN, request).await();
  }

  private static Rooms.Create create(String name, Rooms.Kind kind) {
    return new Rooms.Create(name, kind, null, null, null);
  }

  private static Buffer bytes(Object value) {
    return Json.bytes(value);
  }

  private static void fails(ErrorCode code, Callable<?> call) {
    assertEquals(code, assertThrows(Problem.class, call::call).code());
  }
}
