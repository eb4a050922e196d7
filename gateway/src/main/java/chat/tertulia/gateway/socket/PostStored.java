package chat.tertulia.gateway.socket;

import chat.tertulia.shared.contract.RoomId;

/** Who measures how long posts take. */
@FunctionalInterface
public interface PostStored {
  /** A post taken at this time of the process, in nanoseconds, got this number. */
  void posted(RoomId room, long seq, long sinceNanos);
}
