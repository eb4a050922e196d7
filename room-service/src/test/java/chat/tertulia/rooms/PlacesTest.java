package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Places;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where people are, as gateways ask to tell presence. */
class PlacesTest {
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
  void allRoomsOfSomeAreTheirsAndSharedOnesAreTheirsTogether() {
    var ann = world.person("Ann");
    var bob = world.person("Bob");
    var cid = world.person("Cid");
    RoomId hers = room(ann, "hers");
    RoomId both = room(ann, "both");
    ask(ann, both, bob);

    assertEquals(Map.of(bob.id(), List.of(both)), places(List.of(bob.id(), cid.id()), null));
    assertEquals(2, places(List.of(ann.id()), null).get(ann.id()).size());
    assertEquals(Map.of(ann.id(), List.of(both)), places(List.of(ann.id()), bob.id()));
    assertEquals(Map.of(), places(List.of(ann.id()), cid.id()), hers.value());
  }

  @Test
  void aQuestionForTooManyIsRefused() {
    List<UserId> crowd =
        IntStream.rangeClosed(0, Places.MAX_USERS).mapToObj(i -> new UserId("u" + i)).toList();

    assertThrows(Problem.class, () -> places(crowd, null));
  }

  private static RoomId room(Visitor owner, String name) {
    var create = new Rooms.Create(name, Rooms.Kind.PRIVATE, null, null, null);
    return world
        .bus
        .call(Switchboard.CREATE_ROOM, owner.caller(), Call.Origin.INTERNAL, create)
        .await()
        .id();
  }

  private static void ask(Visitor owner, RoomId room, Visitor added) {
    world
        .bus
        .call(
            Switchboard.SET_MEMBER,
            owner.caller(),
            Call.Origin.INTERNAL,
            new Rooms.SetMember(room, added.id(), Rooms.Role.MEMBER))
        .await();
  }

  private static Map<UserId, List<RoomId>> places(List<UserId> users, UserId with) {
    return world.bus.call(Places.ASK, new Places.Of(users, with)).await().rooms();
  }
}
