package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomRulesTest {
  private static final Instant LATER = Instant.parse("2026-01-01T00:15:00Z");
  private static final Person ANN = new Person(new UserId("ann"), "Ann");
  private static final Person BOB = new Person(new UserId("bob"), "Bob");

  @Test
  void anyoneJoinsAPublicRoomAsMember() {
    var plan = RoomRules.join(room(Kind.PUBLIC, 3), caller(ANN), new Admission.Free());

    assertEquals(Plan.of(new Step.Add(ANN, Role.MEMBER, LATER)), plan);
  }

  @Test
  void whoeverEntersAnEmptyRoomOwnsIt() {
    var plan = RoomRules.join(room(Kind.PUBLIC, 0), caller(ANN), new Admission.Free());

    assertEquals(Plan.of(new Step.Add(ANN, Role.OWNER, LATER)), plan);
  }

  @Test
  void joiningTwiceIsNothing() {
    var state = with(room(Kind.PRIVATE, 1), ANN, Role.READER);

    assertEquals(Plan.NONE, RoomRules.join(state, caller(ANN), new Admission.Free()));
  }

  @Test
  void lockedDoorsLookLikeWalls() {
    is404(() -> RoomRules.join(room(Kind.PRIVATE, 1), caller(ANN), new Admission.Free()));
    is404(() -> RoomRules.join(room(Kind.INSTANT, 1), caller(ANN), new Admission.Free()));
    is404(() -> RoomRules.join(room(Kind.DIRECT, 2), caller(ANN), new Admission.Free()));
    is404(() -> RoomRules.join(room(Kind.DIRECT, 2), caller(ANN), new Admission.ByInvite("x")));
    is404(() -> join(Kind.PRIVATE, new Admission.ByPassword(null)));
    is404(() -> join(Kind.PRIVATE, new Admission.ByPassword("other hash")));
    is404(() -> join(Kind.INSTANT, new Admission.ByPassword(null)));
    is404(() -> join(Kind.INSTANT, new Admission.ByCode("ZZZZ")));
    is404(() -> join(Kind.PUBLIC, new Admission.ByCode("ZZZZ")));
  }

  @Test
  void theRightKeyOpens() {
    join(Kind.PRIVATE, new Admission.ByPassword("hash"));
    join(Kind.INSTANT, new Admission.ByCode("CODE"));
    join(Kind.PUBLIC, new Admission.ByPassword(null));

    var plan = RoomRules.join(room(Kind.PRIVATE, 1), caller(ANN), new Admission.ByInvite("inv"));
    assertEquals("inv", plan.invite());
  }

  @Test
  void aBanHoldsWhateverTheKey() {
    var room = room(Kind.PUBLIC, 1);
    var banned = new RoomState(room.room(), Map.of(), Set.of(ANN.id()), null);

    is404(() -> RoomRules.join(banned, caller(ANN), new Admission.Free()));
    is404(() -> RoomRules.join(banned, caller(ANN), new Admission.ByInvite("inv")));
  }

  @Test
  void aLastOwnerLeavesTheRoomToTheHeir() {
    var state = heir(with(room(Kind.PUBLIC, 2), ANN, Role.OWNER), BOB, Role.READER);

    assertEquals(
        Plan.of(new Step.Grant(BOB, Role.OWNER), new Step.End(ANN, Step.End.How.LEFT)),
        RoomRules.leave(state, caller(ANN)));
  }

  @Test
  void nobodyInheritsWhileThereIsAnOwner() {
    var state = heir(with(room(Kind.PUBLIC, 2), ANN, Role.OWNER), BOB, Role.OWNER);

    assertEquals(
        Plan.of(new Step.End(ANN, Step.End.How.LEFT)), RoomRules.leave(state, caller(ANN)));
  }

  @Test
  void aDirectRoomKeepsItsPeople() {
    var state = with(room(Kind.DIRECT, 2), ANN, Role.MEMBER);

    fails(ErrorCode.CONFLICT, () -> RoomRules.leave(state, caller(ANN)));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void moderatorsRemoveOnlyWhoIsBelowThem(Role other) {
    var state = with(with(room(Kind.PUBLIC, 2), ANN, Role.MODERATOR), BOB, other);
    Executable removal = () -> RoomRules.remove(state, caller(ANN), BOB.id(), null);

    if (other.atLeast(Role.MODERATOR)) {
      fails(ErrorCode.ACCESS_DENIED, removal);
    } else {
      assertEquals(
          Plan.of(new Step.End(BOB, Step.End.How.REMOVED)),
          RoomRules.remove(state, caller(ANN), BOB.id(), null));
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void ownersRemoveAnyoneElse(Role other) {
    var state = with(with(room(Kind.PUBLIC, 2), ANN, Role.OWNER), BOB, other);

    assertEquals(
        Plan.of(new Step.End(BOB, Step.End.How.BANNED)),
        RoomRules.remove(state, caller(ANN), BOB.id(), Step.Terms.PLAIN));
    fails(ErrorCode.BAD_REQUEST, () -> RoomRules.remove(state, caller(ANN), ANN.id(), null));
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"MEMBER", "READER"})
  void membersAndReadersRunNothing(Role role) {
    var state = with(with(room(Kind.PUBLIC, 2), ANN, role), BOB, Role.READER);
    var bob = new Step.Add(BOB, Role.MEMBER, LATER);

    fails(ErrorCode.ACCESS_DENIED, () -> RoomRules.remove(state, caller(ANN), BOB.id(), null));
    fails(ErrorCode.ACCESS_DENIED, () -> set(state, caller(ANN), BOB.id(), bob, Role.MEMBER));
    fails(ErrorCode.ACCESS_DENIED, () -> alter(state, caller(ANN), "new", null));
    fails(ErrorCode.ACCESS_DENIED, () -> requireOwner(state, caller(ANN)));
  }

  @Test
  void strangersLearnNothing() {
    var state = with(room(Kind.PUBLIC, 1), BOB, Role.OWNER);

    is404(() -> RoomRules.leave(state, caller(ANN)));
    is404(() -> RoomRules.remove(state, caller(ANN), BOB.id(), null));
    is404(() -> RoomRules.remove(state, caller(ANN), ANN.id(), null));
    is404(() -> set(state, caller(ANN), BOB.id(), null, Role.OWNER));
    is404(() -> alter(state, caller(ANN), "new", null));
    is404(() -> requireOwner(state, caller(ANN)));
  }

  @Test
  void moderatorsAddButMakeNoModerators() {
    var state = with(room(Kind.PRIVATE, 1), ANN, Role.MODERATOR);
    var bob = new Step.Add(BOB, Role.MEMBER, LATER);

    assertEquals(
        Plan.of(new Step.Add(BOB, Role.READER, LATER)),
        set(state, caller(ANN), BOB.id(), bob, Role.READER));
    assertEquals(Plan.of(bob), set(state, caller(ANN), BOB.id(), bob, null));
    fails(ErrorCode.ACCESS_DENIED, () -> set(state, caller(ANN), BOB.id(), bob, Role.MODERATOR));
    fails(ErrorCode.BAD_REQUEST, () -> set(state, caller(ANN), BOB.id(), null, null));
  }

  @Test
  void onlyOwnersChangeRoles() {
    var byModerator = with(with(room(Kind.PUBLIC, 2), ANN, Role.MODERATOR), BOB, Role.READER);
    var byOwner = with(with(room(Kind.PUBLIC, 2), ANN, Role.OWNER), BOB, Role.READER);

    fails(
        ErrorCode.ACCESS_DENIED, () -> set(byModerator, caller(ANN), BOB.id(), null, Role.MEMBER));
    assertEquals(
        Plan.of(new Step.Grant(BOB, Role.MODERATOR)),
        set(byOwner, caller(ANN), BOB.id(), null, Role.MODERATOR));
    assertEquals(Plan.NONE, set(byOwner, caller(ANN), BOB.id(), null, Role.READER));
  }

  @Test
  void aRoomKeepsAnOwner() {
    var alone = heir(with(room(Kind.PUBLIC, 2), ANN, Role.OWNER), BOB, Role.MODERATOR);
    var two = heir(with(room(Kind.PUBLIC, 2), ANN, Role.OWNER), BOB, Role.OWNER);

    fails(ErrorCode.CONFLICT, () -> set(alone, caller(ANN), ANN.id(), null, Role.MEMBER));
    assertEquals(
        Plan.of(new Step.Grant(ANN, Role.MEMBER)),
        set(two, caller(ANN), ANN.id(), null, Role.MEMBER));
  }

  @Test
  void whatStaysTheSameMakesNoEntry() {
    var state = with(room(Kind.PUBLIC, 1), ANN, Role.OWNER);

    assertEquals(Plan.NONE, alter(state, caller(ANN), "room", "topic"));
    assertEquals(
        Plan.of(new Step.Alter(null, "other")), alter(state, caller(ANN), "room", "other"));
  }

  private static void join(Kind kind, Admission admission) {
    RoomRules.join(room(kind, 1), caller(ANN), admission);
  }

  private static RoomState room(Kind kind, int members) {
    var room =
        new RoomRecord(
            new RoomId("r1"),
            "room",
            kind,
            "topic",
            kind == Kind.INSTANT ? "CODE" : null,
            kind == Kind.PRIVATE ? "hash" : null,
            members,
            LATER);
    return new RoomState(room, Map.of(), Set.of(), null);
  }

  private static RoomState with(RoomState state, Person person, Role role) {
    var members = new TreeMap<UserId, Membership>((a, b) -> a.value().compareTo(b.value()));
    members.putAll(state.members());
    members.put(person.id(), new Membership(person, role, 2, LATER));
    return new RoomState(state.room(), members, state.banned(), state.heir());
  }

  private static RoomState heir(RoomState state, Person person, Role role) {
    return new RoomState(
        state.room(), state.members(), state.banned(), new Membership(person, role, 3, LATER));
  }

  private static Caller caller(Person person) {
    return new Caller(person.id(), new SessionId("s1"), person.name(), "user", LATER);
  }

  private static void is404(Executable call) {
    fails(ErrorCode.NOT_FOUND, call);
  }

  private static void fails(ErrorCode code, Executable call) {
    assertEquals(code, assertThrows(Problem.class, call).code());
  }

  private static Plan set(RoomState state, Caller caller, UserId id, Step.Add add, Role role) {
    return RoomRules.set(state, caller, id, add, role, null);
  }

  private static Plan alter(RoomState state, Caller caller, String name, String topic) {
    var change = new Rooms.Change(state.room().id(), name, topic);
    return RoomRules.alter(state, caller, change, null);
  }

  private static void requireOwner(RoomState state, Caller caller) {
    Rights.require(state.room(), state.of(caller.user()).role(), Rights.Act.CLOSE);
  }
}
