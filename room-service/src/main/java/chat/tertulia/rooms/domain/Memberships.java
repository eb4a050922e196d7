package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Moderation;
import chat.tertulia.shared.contract.Moderation.Ban;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What members do with each other and with their room. */
public final class Memberships {
  private final RoomStore store;
  private final RoomReads reads;
  private final RoomViews views;
  private final Peers peers;
  private final Aftermath aftermath;
  private final Passwords passwords;
  private final Clock clock;

  public Memberships(
      RoomStore store,
      RoomReads reads,
      RoomViews views,
      Peers peers,
      Aftermath aftermath,
      Passwords passwords,
      Clock clock) {
    this.store = store;
    this.reads = reads;
    this.views = views;
    this.peers = peers;
    this.aftermath = aftermath;
    this.passwords = passwords;
    this.clock = clock;
  }

  public Future<Void> leave(Caller caller, RoomId room) {
    return store
        .change(room, caller, caller.user(), state -> RoomRules.leave(state, caller))
        .onSuccess(changed -> aftermath.removed(caller.user(), changed))
        .mapEmpty();
  }

  /** Removes a person, and keeps them from coming back by themselves where that is asked for. */
  public Future<Void> remove(Caller caller, Rooms.MemberRef request) {
    UserId target = request.userId();
    Step.Terms ban =
        Boolean.TRUE.equals(request.ban()) ? terms(request.reason(), request.banFor()) : null;
    return store
        .change(
            request.roomId(), caller, target, state -> RoomRules.remove(state, caller, target, ban))
        .onSuccess(changed -> aftermath.removed(target, changed))
        .mapEmpty();
  }

  /** Keeps a person out, in the room or not. */
  public Future<Ban> ban(Caller caller, Moderation.BanPerson request) {
    UserId target = request.userId();
    RoomId room = request.roomId();
    Step.Terms terms = terms(request.reason(), request.banFor());
    return peers
        .people(List.of(target))
        .compose(
            found ->
                store.change(
                    room,
                    caller,
                    target,
                    state -> RoomRules.ban(state, caller, target, found.get(target), terms)))
        .onSuccess(changed -> aftermath.removed(target, changed))
        .compose(changed -> reads.banOf(room, target));
  }

  /** Lets a person come back. */
  public Future<Void> pardon(Caller caller, RoomId room, UserId target) {
    return peers
        .people(List.of(target))
        .map(found -> found.getOrDefault(target, new Person(target, "")))
        .compose(
            person ->
                store.change(
                    room, caller, target, state -> RoomRules.pardon(state, caller, person)))
        .onSuccess(aftermath::publish)
        .mapEmpty();
  }

  private Step.Terms terms(String reason, Long seconds) {
    String said = reason == null || reason.isBlank() ? null : reason;
    return new Step.Terms(said, seconds == null ? null : now().plusSeconds(seconds));
  }

  /** As precise as the contract's times are. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Adds a person or changes their role; who may not do either learns nothing about people. */
  public Future<Member> set(Caller caller, Rooms.SetMember request) {
    UserId target = request.userId();
    Long mutedFor = request.mutedFor();
    var mute =
        mutedFor == null
            ? null
            : new RoomRules.Silence(mutedFor == 0 ? null : now().plusSeconds(mutedFor));
    return peers
        .people(List.of(target))
        .compose(
            found -> {
              var newcomer = newcomer(found.get(target));
              return store.change(
                  request.roomId(),
                  caller,
                  target,
                  state -> RoomRules.set(state, caller, target, newcomer, request.role(), mute));
            })
        .onSuccess(changed -> tell(target, changed))
        .compose(changed -> reads.memberOf(request.roomId(), target))
        .map(m -> new Member(m.person(), m.role(), m.joinedAt(), m.mutedUntil()));
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

  /** Changes name, topic or what the room is set to. */
  public Future<Room> alter(Caller caller, Rooms.Change change) {
    if (change.isEmpty()) {
      return Future.failedFuture(Problem.field("name", "or another field must be given"));
    }
    RoomId room = change.roomId();
    return hashed(caller, change)
        .compose(
            hash ->
                store.change(
                    room,
                    caller,
                    caller.user(),
                    state -> RoomRules.alter(state, caller, change, hash)))
        .onSuccess(aftermath::publish)
        .compose(changed -> views.afterChange(caller.user(), changed));
  }

  /** A password is worth its hash only to somebody who may set it. */
  private Future<String> hashed(Caller caller, Rooms.Change change) {
    String password = change.password();
    if (password == null || password.isEmpty()) {
      return Future.succeededFuture(password);
    }
    return reads
        .roomOf(caller.user(), change.roomId())
        .map(found -> found.orElseThrow(Problem::notFound))
        .compose(
            my -> {
              Rights.require(my.room(), my.role(), Rights.Act.SET_PASSWORD);
              return passwords.hash(password);
            });
  }

  /** Removes the room with everything in it. */
  public Future<Void> close(Caller caller, RoomId room) {
    return store
        .remove(
            room,
            caller,
            state -> Rights.require(state.room(), state.of(caller.user()).role(), Rights.Act.CLOSE))
        .onSuccess(members -> aftermath.closed(room, members))
        .mapEmpty();
  }
}
