package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Moderation.Prefer;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;

/** What people have set for themselves. */
public interface PreferenceStore {
  /**
   * Stores what is asked for and keeps the rest; does nothing for those who are not in the room.
   *
   * @param head number up to which the room is out of sight when it is to be hidden
   */
  Future<Void> set(UserId user, Prefer wanted, long head);
}
