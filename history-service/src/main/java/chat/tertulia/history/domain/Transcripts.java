package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Page;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages in their current state. */
public interface Transcripts {
  /**
   * @param head number of the room's last entry in the same snapshot
   * @param messages oldest first; fewer than asked for where they are long
   * @param more whether there are more in the direction of the page
   */
  record Excerpt(long head, List<Message> messages, boolean more) {}

  /**
   * Someone's own messages.
   *
   * @param messages newest first; fewer than asked for where they are long
   * @param more whether there are older ones
   */
  record Own(List<Message> messages, boolean more) {}

  /** Where a page of someone's own messages ends. */
  record Place(Instant at, RoomId room, long seq) {}

  /** A page of one room; empty when the reader is not in it or it does not exist. */
  Future<Optional<Excerpt>> page(UserId reader, Page page);

  /**
   * Someone's own messages in the rooms they are in, newest first.
   *
   * @param below only those before this place; null from the newest
   */
  Future<Own> by(UserId author, Place below, int limit);
}
