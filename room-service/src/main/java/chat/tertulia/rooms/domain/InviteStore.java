package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Moderation.InviteUse;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Invite;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Invitations that are still good; the url of an {@link Invite} is not stored. */
public interface InviteStore {
  /**
   * @param uses null for no limit
   * @param max invitations a room may have at a time; one more is {@code conflict}
   */
  Future<Invite> make(
      RoomId room, UserId by, String id, String code, Duration life, Integer uses, int max);

  /** Oldest first. */
  Future<List<Invite>> of(RoomId room);

  /** Whether there was such an invitation. */
  Future<Boolean> revoke(RoomId room, String id);

  /**
   * Who came in by it after a time and id, in that order; empty when there is no such invitation.
   *
   * @param afterMs milliseconds since 1970
   */
  Future<Optional<List<InviteUse>>> uses(
      RoomId room, String id, long afterMs, String afterUser, int limit);

  /** Removes those past their end, some at a time. */
  Future<Integer> sweepExpired(int limit);
}
