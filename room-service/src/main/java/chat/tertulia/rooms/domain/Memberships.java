package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Rooms.Member;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/** What members do with each other and with their room. */
public final class Memberships {
  private final RoomStore store;
  private final RoomReads reads;
  private final RoomViews views;
  private final Peers peers;
  private final Aftermath aftermath;
  private final Clock clock;

  public Memberships(
      RoomStore store,
      RoomReads reads,
      RoomViews views,
      Peers peers,
      Aftermath aftermath,
      Clock clock) {
    this.store = store;
    this.reads = reads;
    this.views = views;
    this.peers = peers;
    this.aftermath = aftermath;
    this.clock = clock;
  }

  public Future<Void> leave(Caller caller, RoomId room) {
    return store
        .change(room, caller, caller.user(), state -> RoomRules.leave(state, caller))
        .onSuccess(changed -> aftermath.removed(caller.user(), changed))
        .mapEmpty();
  }

  /**
   * @param ban whether the person may not come back by themselves
   */
  public Future<Void> remove(Caller caller, RoomId room, UserId target, boolean ban) {
    return store
        .change(room, caller, target, state -> RoomRules.remove(state, caller, target, ban))
        .onSuccess(changed -> aftermath.removed(target, changed))
        .mapEmpty();
  }

  /** Adds a person or changes their role; who may not do either learns nothing about people. */
  public Future<Member> set(Caller caller, Rooms.SetMember request) {
    UserId target = request.userId();
    return peers
        .people(List.of(target))
        .compose(
            found -> {
              var newcomer = newcomer(found.get(target));
              return store.change(
                  request.roomId(),
                  caller,
                  target,
                  state -> RoomRules.set(state, caller, target, newcomer, request.role()));
            })
        .onSuccess(changed -> tell(target, changed))
        .compose(changed -> reads.memberOf(request.roomId(), target))
        .map(m -> new Member(m.person(), m.role(), m.joinedAt()));
  }

  private Step.Add newcomer(Person person) {
    return person == null ? null : RoomRules.newcomer(person, Role.MEMBER, clock.instant());
  }

  private void tell(UserId target, Changed changed) {
    boolean joined = changed.entries().stream().anyMatch(e -> "joined".equals(e.change()));
    if (joined) {
      aftermath.added(target, changed);
    } else {
      aftermath.publish(changed);
    }
  }

  /**
   * Changes name or topic.
   *
   * @param name null to keep it
   * @param topic null to keep it
   */
  public Future<Room> alter(Caller caller, RoomId room, String name, String topic) {
    if (name == null && topic == null) {
      return Future.failedFuture(Problem.field("name", "or topic must be given"));
    }
    return store
        .change(room, caller, caller.user(), state -> RoomRules.alter(state, caller, name, topic))
        .onSuccess(aftermath::publish)
        .compose(changed -> views.afterChange(caller.user(), changed));
  }

  /** Removes the room with everything in it. */
  public Future<Void> close(Caller caller, RoomId room) {
    return store
        .remove(room, caller, state -> RoomRules.requireOwner(state, caller))
        .onSuccess(members -> aftermath.closed(room, members))
        .mapEmpty();
  }
}
