package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes of rooms. Each is one transaction together with its log entries: either both are there or
 * neither.
 */
public interface RoomStore {
  /**
   * A room that begins.
   *
   * @param directKey what makes a direct room the only one of its people, else null
   * @param members the first of them is the owner, unless the room is direct
   */
  record NewRoom(RoomRecord room, String directKey, List<Step.Add> members) {}

  /**
   * Creates a room; empty when its id, code or direct key is taken.
   *
   * @param most rooms the actor may have made, direct or not as this one; one more is {@code
   *     conflict}. Those made in the same instant are not seen by each other.
   */
  Future<Optional<Changed>> create(NewRoom room, Caller actor, int most);

  /**
   * Locks the room, shows its state to the decision and commits what that says. Changes of one room
   * happen one after the other.
   *
   * @param subject whose membership and heir the state shows besides the caller's membership
   * @return fails with what the decision throws, and with {@code not_found} without such a room
   */
  Future<Changed> change(
      RoomId room, Caller actor, UserId subject, Function<RoomState, Plan> decision);

  /**
   * Removes a room with everything in it.
   *
   * @param check throws what speaks against it
   * @return who was in it
   */
  Future<List<UserId>> remove(RoomId room, Caller actor, Consumer<RoomState> check);

  /** The direct room with this key. */
  Future<Optional<RoomId>> findDirect(String directKey);

  /**
   * Removes rooms that nobody has been in for long, some at a time; safe in several processes.
   *
   * @return how many went
   */
  Future<Integer> sweepEmpty(Duration instantLinger, Duration otherLinger, int limit);

  /**
   * Takes content out of logs that is older than its room keeps it, some rooms and some entries at
   * a time; safe in several processes.
   *
   * @param rooms looked at, at most
   * @param entries of each room, at most
   * @return what was added to the logs to tell of it
   */
  Future<List<Changed>> purge(int rooms, int entries);

  /** Forgets bans that have ended, some at a time. */
  Future<Integer> sweepBans(int limit);

  /** Takes over a new display name wherever the person is a member. */
  Future<Void> rename(UserId user, String name);
}
