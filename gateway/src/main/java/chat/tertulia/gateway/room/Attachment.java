package chat.tertulia.gateway.room;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.UserId;
import java.util.List;
import java.util.function.Consumer;

/**
 * A subscriber's wish to follow a room live from a number on.
 *
 * @param loop the subscriber's loop
 * @param user whose rights were checked at {@code checkedAt}
 * @param from the number the subscriber has already
 * @param checkedAt the room's head in the snapshot that showed the membership
 * @param answer called on the room's loop
 */
record Attachment(int loop, UserId user, long from, long checkedAt, Consumer<Outcome> answer) {

  /** How it ended. */
  sealed interface Outcome {
    /** Live now; these come before what follows. */
    record Live(List<LogEntry> missed, long head) implements Outcome {}

    /** The ring does not reach back that far, or the membership may have ended: read again. */
    record ReadAgain() implements Outcome {}
  }
}
