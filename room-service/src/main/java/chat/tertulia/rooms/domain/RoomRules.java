package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may do what in a room, and what follows from it. Takes what the room's lock protects, returns
 * what to do or throws the {@link Problem}: no clock, no database, no bus.
 *
 * <p>A person who is not in the room gets the answer of a room that does not exist, whatever else
 * is wrong with the request.
 */
public final class RoomRules {
  private RoomRules() {}

  /** Joining: harmless when repeated; whoever enters an empty room becomes its owner. */
  public static Plan join(RoomState state, Caller caller, Admission admission) {
    if (state.members().containsKey(caller.user())) {
      return Plan.NONE;
    }
    if (state.banned().contains(caller.user()) || !admits(state.room(), admission)) {
      throw Problem.notFound();
    }
    Role role = state.room().memberCount() == 0 ? Role.OWNER : Role.MEMBER;
    var add = new Step.Add(caller.person(), role, caller.expires());
    return new Plan(List.of(add), admission instanceof Admission.ByInvite i ? i.code() : null);
  }

  private static boolean admits(RoomRecord room, Admission admission) {
    if (room.kind() == Kind.DIRECT) {
      return false;
    }
    return switch (admission) {
      case Admission.ByInvite _ -> true;
      case Admission.ByCode by -> by.code().equals(room.code());
      case Admission.ByPassword by ->
          room.kind() == Kind.PUBLIC
              || (by.hash() != null && by.hash().equals(room.passwordHash()));
      case Admission.Free _ -> room.kind() == Kind.PUBLIC;
    };
  }

  /** Leaving: a last owner's room goes to the heir first. */
  public static Plan leave(RoomState state, Caller caller) {
    Membership own = state.of(caller.user());
    if (state.room().kind() == Kind.DIRECT) {
      throw Problem.of(ErrorCode.CONFLICT, "a direct room keeps its people");
    }
    var steps = new ArrayList<Step>();
    Membership heir = state.heir();
    if (own.role() == Role.OWNER && heir != null && heir.role() != Role.OWNER) {
      steps.add(new Step.Grant(heir.person(), Role.OWNER));
    }
    steps.add(new Step.End(caller.person(), Step.End.How.LEFT));
    return new Plan(steps, null);
  }

  /** Removing: owners anyone else, moderators whoever is below them. */
  public static Plan remove(RoomState state, Caller caller, UserId target, boolean ban) {
    Membership own = state.of(caller.user());
    if (target.equals(caller.user())) {
      throw Problem.field("userId", "must be someone else: leave the room instead");
    }
    requireModerator(state.room(), own.role());
    Membership other = state.of(target);
    if (own.role() != Role.OWNER && other.role().atLeast(own.role())) {
      throw Problem.denied("only an owner removes owners and moderators");
    }
    var how = ban ? Step.End.How.BANNED : Step.End.How.REMOVED;
    return Plan.of(new Step.End(other.person(), how));
  }

  /**
   * Adding a person or changing their role.
   *
   * @param target null when there is no such person
   * @param role null for {@code member} when adding, for no change otherwise
   */
  public static Plan set(RoomState state, Caller caller, UserId id, Step.Add target, Role role) {
    Membership own = state.of(caller.user());
    requireModerator(state.room(), own.role());
    Membership present = state.members().get(id);
    if (present == null) {
      Role given = role == null ? Role.MEMBER : role;
      if (given.atLeast(Role.MODERATOR) && own.role() != Role.OWNER) {
        throw Problem.denied("only an owner makes owners and moderators");
      }
      if (target == null) {
        throw Problem.field("userId", "names nobody");
      }
      return Plan.of(new Step.Add(target.person(), given, target.nameFrom()));
    }
    if (role == null || role == present.role()) {
      return Plan.NONE;
    }
    if (own.role() != Role.OWNER) {
      throw Problem.denied("only an owner changes roles");
    }
    boolean another = state.heir() != null && state.heir().role() == Role.OWNER;
    if (present.role() == Role.OWNER && !another) {
      throw Problem.of(ErrorCode.CONFLICT, "a room needs an owner: make someone else owner first");
    }
    return Plan.of(new Step.Grant(present.person(), role));
  }

  /** Changing name or topic; what stays the same makes no entry. */
  public static Plan alter(RoomState state, Caller caller, String name, String topic) {
    requireModerator(state.room(), state.of(caller.user()).role());
    String newName = state.room().name().equals(name) ? null : name;
    String newTopic = state.room().topic().equals(topic) ? null : topic;
    return newName == null && newTopic == null
        ? Plan.NONE
        : Plan.of(new Step.Alter(newName, newTopic));
  }

  /** Whether the caller may remove the room with everything in it. */
  public static void requireOwner(RoomState state, Caller caller) {
    if (state.of(caller.user()).role() != Role.OWNER) {
      throw Problem.denied("only an owner may do this");
    }
  }

  /** Whether the member may run the room; nobody runs a direct room. */
  public static void requireModerator(RoomRecord room, Role role) {
    if (room.kind() == Kind.DIRECT || !role.atLeast(Role.MODERATOR)) {
      throw Problem.denied("only owners and moderators may do this");
    }
  }

  /** A name that came from auth-service just now, which no older token may replace. */
  public static Step.Add newcomer(Person person, Role role, java.time.Instant now) {
    return new Step.Add(person, role, now.plus(Names.TOKEN_LIFE));
  }
}
