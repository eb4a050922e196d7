package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Read marks and what follows from them. Counts are computed from numbers each time. */
public interface Marks {
  /**
   * @param moved whether the mark is further than before
   */
  record Marked(ReadMark mark, boolean moved) {}

  /**
   * Moves a mark forward, at most to the head, never back.
   *
   * @return empty when the reader is not in the room or it does not exist
   */
  Future<Optional<Marked>> mark(UserId reader, RoomId room, long seq);

  /** Head, mark, counts and newest entry of those of the rooms that the person is in. */
  Future<List<Summary>> summaries(UserId person, List<RoomId> rooms);
}
