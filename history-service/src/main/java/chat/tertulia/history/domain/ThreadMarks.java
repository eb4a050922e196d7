package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Threads.ThreadState;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Threads, who follows them and who was named. Counts are computed from numbers each time. */
public interface ThreadMarks {
  /** A page of a thread, oldest first, in one snapshot with the room's head. */
  record Part(long head, List<Message> messages, boolean more) {}

  /** Empty when no thread can begin with this number, or the reader is not in the room. */
  Future<Optional<ThreadState>> state(RoomId room, long thread, UserId reader);

  /**
   * Moves a mark forward, or changes whether the reader follows; who begins to follow has read what
   * there is. Does nothing where {@link #state} is empty.
   *
   * @param follows null to leave it
   * @param seq null to leave it
   */
  Future<Void> mark(RoomId room, long thread, UserId reader, Boolean follows, Long seq);

  /**
   * @param before only below this number
   */
  Future<Part> page(RoomId room, long thread, UserId reader, long before, int limit);

  /** The threads a person follows, those with the newest messages first. */
  Future<List<ThreadState>> followed(UserId reader, int limit);

  /**
   * Messages that name a person in the rooms they are in, newest first.
   *
   * @param below only those before this place; null from the newest
   */
  Future<Transcripts.Own> naming(UserId reader, Transcripts.Place below, int limit);
}
