package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Room;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** How people come into rooms by themselves: by id, password, code or invitation. */
public final class Entrance {
  private final RoomStore store;
  private final RoomReads reads;
  private final Passwords passwords;
  private final JoinAttempts attempts;
  private final Aftermath aftermath;
  private final RoomMeter meter;

  public Entrance(
      RoomStore store,
      RoomReads reads,
      Passwords passwords,
      JoinAttempts attempts,
      Aftermath aftermath,
      RoomMeter meter) {
    this.store = store;
    this.reads = reads;
    this.passwords = passwords;
    this.attempts = attempts;
    this.aftermath = aftermath;
    this.meter = meter;
  }

  /**
   * Joins by id.
   *
   * @param password null when none was given
   * @param address where the request came from, for the limit on wrong passwords
   */
  public Future<Room> join(Caller caller, String address, RoomId room, String password) {
    return password == null
        ? enter(caller, room, new Admission.Free())
        : guarded(caller, address, () -> tryPassword(caller, room, password));
  }

  private Future<Room> tryPassword(Caller caller, RoomId room, String password) {
    return reads
        .door(room)
        .compose(
            door -> {
              String hash = door.map(RoomRecord::passwordHash).orElse(null);
              return passwords
                  .fits(password, hash)
                  .compose(
                      fits -> enter(caller, room, new Admission.ByPassword(fits ? hash : null)));
            });
  }

  /** Joins by whatever code was typed. */
  public Future<Room> joinByCode(Caller caller, String address, String typed) {
    return guarded(
        caller,
        address,
        () ->
            Codes.read(typed)
                .map(shown -> find(shown).compose(room -> enter(caller, room, shown)))
                .orElseGet(() -> Future.failedFuture(Problem.notFound())));
  }

  private Future<RoomId> find(Admission shown) {
    Future<Optional<RoomId>> found =
        switch (shown) {
          case Admission.ByCode by -> reads.byCode(by.code());
          case Admission.ByInvite by -> reads.byInvite(by.code());
          case Admission.Free _, Admission.ByPassword _ -> Future.succeededFuture(Optional.empty());
        };
    return found.map(room -> room.orElseThrow(Problem::notFound));
  }

  private Future<Room> enter(Caller caller, RoomId room, Admission admission) {
    return store
        .change(room, caller, caller.user(), state -> RoomRules.join(state, caller, admission))
        .compose(changed -> aftermath.joined(caller.user(), changed));
  }

  private Future<Room> guarded(Caller caller, String address, Supplier<Future<Room>> attempt) {
    try {
      attempts.take(caller.user(), address);
    } catch (Problem tooMany) {
      meter.refusedTry();
      return Future.failedFuture(tooMany);
    }
    return attempt
        .get()
        .onComplete(
            (room, failed) -> {
              boolean wrong = failed instanceof Problem p && p.code() == ErrorCode.NOT_FOUND;
              if (!wrong) {
                attempts.giveBack(caller.user(), address);
              }
            });
  }
}
