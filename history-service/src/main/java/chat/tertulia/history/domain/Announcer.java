package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import java.util.List;

/** Tells others what is committed; at most once, they have other ways to find out. */
public interface Announcer {
  /** Entries just committed, ascending within each room. */
  void appended(List<LogEntry> entries);

  /** A person's mark moved: for their other devices and the others in the room. */
  void moved(UserId user, RoomId room, ReadMark mark);
}
