package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import java.util.Map;
import java.util.Set;

/**
 * What a decision about a room is made on, read under the room's lock.
 *
 * @param members those of the people concerned who are in the room
 * @param banned those of the people concerned who may not come back by themselves
 * @param heir the strongest, then longest-standing member other than the subject of the change;
 *     null when there is none
 */
public record RoomState(
    RoomRecord room, Map<UserId, Membership> members, Set<UserId> banned, Membership heir) {

  /** The person's membership, or the answer that tells nothing. */
  public Membership of(UserId user) {
    Membership found = members.get(user);
    if (found == null) {
      throw Problem.notFound();
    }
    return found;
  }
}
