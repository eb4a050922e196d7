package chat.tertulia.shared.contract;

import java.util.List;
import java.util.Map;

/** What travels between gateway, room-service and history-service about room logs; internal. */
public interface Log {
  /** Most entries in one answer; whoever wants more asks again after the last. */
  int MAX_ENTRIES = 500;

  /** Most posts in one batch from a gateway. */
  int MAX_POSTS = 256;

  /**
   * Entries after a number, if the user is a member now.
   *
   * @param user null when a gateway fills a hole for its channel, not for one person
   */
  record Read(RoomId room, UserId user, long after, int limit) {}

  /**
   * What the database held in one snapshot.
   *
   * @param member false when the user is not a member (or the room does not exist); the rest is
   *     then empty
   * @param head number of the last entry in that snapshot
   * @param entries ascending, without holes, from {@code after + 1}; fewer than up to the head when
   *     the limit cut them
   * @param visibleFrom number from which on the user may see what an entry says
   * @param purgedTo number up to which the log has lost its content
   */
  record Found(
      boolean member,
      String epoch,
      long head,
      List<LogEntry> entries,
      long visibleFrom,
      long purgedTo) {
    public Found(boolean member, String epoch, long head, List<LogEntry> entries) {
      this(member, epoch, head, entries, 0, 0);
    }
  }

  /**
   * Which rooms have new entries, without naming rooms.
   *
   * @param cursor of a former answer; null for the first, which only gives a cursor
   */
  record HeadsSince(String cursor) {}

  /**
   * @param heads room to its last number, for every room appended to since the cursor; may name a
   *     room again that was named before
   * @param more true when the answer was cut and the next is there already, else null
   */
  record Heads(String cursor, String epoch, Map<RoomId, Long> heads, Boolean more) {
    public Heads(String cursor, String epoch, Map<RoomId, Long> heads) {
      this(cursor, epoch, heads, null);
    }
  }

  /** Posts of several people in the order they must get their numbers. */
  record PostBatch(List<PostBy> posts) {}

  record PostBy(Person actor, Messages.Post post) {}

  /**
   * One verdict a post, in the same order.
   *
   * @param problem null when it was stored
   */
  record PostVerdict(
      Long seq,
      java.time.Instant at,
      Boolean repeat,
      com.fasterxml.jackson.databind.JsonNode problem) {}

  record PostVerdicts(List<PostVerdict> verdicts) {}

  /** Head, marks and counts of some rooms for one person; rooms they are not in are left out. */
  record SummariesFor(UserId user, List<RoomId> rooms) {}

  record Summary(
      RoomId room, long head, long readSeq, long unread, long mentions, Rooms.Last last) {}

  record Summaries(List<Summary> rooms) {}
}
