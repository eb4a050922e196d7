package chat.tertulia.rooms.domain;

import chat.tertulia.rooms.domain.Rights.Act;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

  /**
   * Removing: owners anyone else, moderators whoever is below them.
   *
   * @param ban null when the person may come back
   */
  public static Plan remove(RoomState state, Caller caller, UserId target, Step.Terms ban) {
    Membership own = state.of(caller.user());
    refuseSelf(caller, target, "must be someone else: leave the room instead");
    Rights.require(state.room(), own.role(), ban == null ? Act.REMOVE : Act.BAN);
    Membership other = state.of(target);
    requireOver(own, other);
    var how = ban == null ? Step.End.How.REMOVED : Step.End.How.BANNED;
    return Plan.of(new Step.End(other.person(), how, ban));
  }

  /**
   * Banning: as removing, and whoever is not in the room.
   *
   * @param target null when there is no such person
   */
  public static Plan ban(
      RoomState state, Caller caller, UserId id, Person target, Step.Terms terms) {
    Membership own = state.of(caller.user());
    Rights.require(state.room(), own.role(), Act.BAN);
    if (state.members().containsKey(id)) {
      return remove(state, caller, id, terms);
    }
    if (target == null) {
      throw Problem.field("userId", "names nobody");
    }
    return Plan.of(new Step.Bar(target, terms));
  }

  /** Lifting a ban; harmless when there is none. */
  public static Plan pardon(RoomState state, Caller caller, Person target) {
    Rights.require(state.room(), state.of(caller.user()).role(), Act.BAN);
    return state.banned().contains(target.id()) ? Plan.of(new Step.Pardon(target)) : Plan.NONE;
  }

  private static void refuseSelf(Caller caller, UserId target, String detail) {
    if (target.equals(caller.user())) {
      throw Problem.field("userId", detail);
    }
  }

  private static void requireOver(Membership own, Membership other) {
    if (!Rights.over(own.role(), other.role())) {
      throw Problem.denied("only an owner does this to owners and moderators");
    }
  }

  /**
   * Adding a person, changing their role, or keeping them from posting.
   *
   * @param target null when there is no such person
   * @param role null for {@code member} when adding, for no change otherwise
   * @param mute null to leave that as it is
   */
  public static Plan set(
      RoomState state, Caller caller, UserId id, Step.Add target, Role role, Silence mute) {
    Membership own = state.of(caller.user());
    Membership present = state.members().get(id);
    var steps = new ArrayList<Step>();
    if (present == null) {
      steps.add(add(state, own, target, role));
    } else {
      // Who may do nothing to others hears so before anything else.
      Rights.require(state.room(), own.role(), Act.ADD);
      if (role != null && role != present.role()) {
        steps.add(grant(state, own, present, role));
      }
    }
    if (mute != null) {
      Rights.require(state.room(), own.role(), Act.MUTE);
      refuseSelf(caller, id, "must be someone else");
      Membership other = present == null ? null : present;
      if (other != null) {
        requireOver(own, other);
      }
      steps.add(new Step.Mute(other == null ? target.person() : other.person(), mute.until()));
    }
    return steps.isEmpty() ? Plan.NONE : new Plan(steps, null);
  }

  /**
   * From when on somebody may post again.
   *
   * @param until null for at once
   */
  public record Silence(Instant until) {}

  private static Step add(RoomState state, Membership own, Step.Add target, Role role) {
    Rights.require(state.room(), own.role(), Act.ADD);
    Role given = role == null ? Role.MEMBER : role;
    if (given.atLeast(Role.MODERATOR) && own.role() != Role.OWNER) {
      throw Problem.denied("only an owner makes owners and moderators");
    }
    if (target == null) {
      throw Problem.field("userId", "names nobody");
    }
    return new Step.Add(target.person(), given, target.nameFrom());
  }

  private static Step grant(RoomState state, Membership own, Membership present, Role role) {
    Rights.require(state.room(), own.role(), Act.GRANT);
    boolean another = state.heir() != null && state.heir().role() == Role.OWNER;
    if (present.role() == Role.OWNER && !another) {
      throw Problem.of(ErrorCode.CONFLICT, "a room needs an owner: make someone else owner first");
    }
    return new Step.Grant(present.person(), role);
  }

  /**
   * Changing name, topic or what the room is set to; what stays the same makes no entry.
   *
   * @param passwordHash of the password asked for, empty for none, null when it stays
   */
  public static Plan alter(
      RoomState state, Caller caller, Rooms.Change change, String passwordHash) {
    RoomRecord room = state.room();
    Role role = state.of(caller.user()).role();
    acts(change).forEach(act -> Rights.require(room, role, act));
    if (change.password() != null && room.kind() != Kind.PRIVATE) {
      throw Problem.field("password", "is for private rooms only, others have no lock");
    }
    String name = room.name().equals(change.name()) ? null : change.name();
    String topic = room.topic().equals(change.topic()) ? null : change.topic();
    RoomPolicy wanted = room.policy().with(change);
    RoomPolicy policy = wanted.equals(room.policy()) ? null : wanted;
    boolean same = name == null && topic == null && policy == null && passwordHash == null;
    return same
        ? Plan.NONE
        : Plan.of(
            new Step.Alter(
                name, topic, policy == null ? null : room.policy(), policy, passwordHash));
  }

  private static Set<Act> acts(Rooms.Change change) {
    var acts = EnumSet.noneOf(Act.class);
    note(acts, Act.RENAME, change.name());
    note(acts, Act.RENAME, change.topic());
    note(acts, Act.RENAME, change.description());
    note(acts, Act.SLOW_DOWN, change.slowSeconds());
    note(acts, Act.SAY_WHO_POSTS, change.postBy());
    note(acts, Act.SAY_WHAT_NEWCOMERS_SEE, change.newcomersSee());
    note(acts, Act.SET_RETENTION, change.retentionDays());
    note(acts, Act.SET_PASSWORD, change.password());
    note(acts, Act.ARCHIVE, change.archived());
    return acts;
  }

  private static void note(Set<Act> acts, Act act, Object asked) {
    if (asked != null) {
      acts.add(act);
    }
  }

  /** A name that came from auth-service just now, which no older token may replace. */
  public static Step.Add newcomer(Person person, Role role, Instant now) {
    return new Step.Add(person, role, now.plus(Names.TOKEN_LIFE));
  }
}
