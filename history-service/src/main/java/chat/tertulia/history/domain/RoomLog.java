package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log as it stands; every answer comes from one snapshot. */
public interface RoomLog {
  /**
   * @param head number of the room's last entry
   * @param entries ascending without holes
   * @param visibleFrom number from which on the reader may see what an entry says; those below are
   *     {@link LogEntry#HIDDEN} markers
   * @param purgedTo number up to which the log has lost its content
   */
  record Slice(long head, List<LogEntry> entries, long visibleFrom, long purgedTo) {
    public Slice(long head, List<LogEntry> entries) {
      this(head, entries, 0, 0);
    }
  }

  /**
   * @param cursor to ask from the next time; no commit that this answer lacks lies before it
   * @param heads rooms appended to
   * @param more whether the answer was cut, so that the next is there already
   */
  record Changed(String cursor, Map<RoomId, Long> heads, boolean more) {}

  /**
   * Entries after a number.
   *
   * @param reader whose membership is required; null for nobody's
   * @param limit entries at most; there are fewer when their bodies are long
   * @return empty when there is no such room, or the reader is not in it
   */
  Future<Optional<Slice>> read(RoomId room, UserId reader, long after, int limit);

  /** Who asks about which room. */
  record Asker(RoomId room, UserId reader) {}

  /**
   * What {@link #read} with a limit of 0 gives each of them, in their order, by one statement.
   *
   * @param askers at most {@link Standings#MAX_AT_ONCE}
   */
  Future<List<Optional<Slice>>> standings(List<Asker> askers);

  /**
   * Rooms appended to since a cursor.
   *
   * @param cursor of a former answer, or null for only a cursor
   */
  Future<Changed> changedSince(String cursor);

  /** Names the life of the data: differs after a restore. */
  Future<String> epoch();
}
