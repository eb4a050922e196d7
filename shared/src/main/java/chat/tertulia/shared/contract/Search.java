package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.List;

/** What travels to and from search. */
public interface Search {
  int MAX_QUERY_CHARS = 200;
  int MAX_PAGE = 50;
  int DEFAULT_PAGE = 20;

  /** Newest first, which is the default. */
  String NEWEST = "newest";

  /** Best match first, among the newest thousand. */
  String BEST = "best";

  /** No message is later. */
  Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * @param q words, parts of words of at least three characters, {@code "words side by side"},
   *     {@code has:link}, {@code has:file}, {@code in:thread}
   * @param room only in this room
   * @param from only by this person
   * @param before only before this time
   * @param after only from this time on
   * @param thread only in this thread of the room
   * @param has {@code link} or {@code file}, or both separated by a comma
   * @param sort {@code newest} or {@code best}
   * @param cursor the {@code next} of the page before
   */
  record Find(
      String q,
      RoomId room,
      UserId from,
      Instant before,
      Instant after,
      Long thread,
      String has,
      String sort,
      Integer limit,
      String cursor) {
    public Find {
      q = q == null ? "" : q.strip();
      if (q.length() > MAX_QUERY_CHARS) {
        throw Problem.field("q", "must have at most " + MAX_QUERY_CHARS + " characters");
      }
      inRange("before", before);
      inRange("after", after);
      if (thread != null && thread < 1) {
        throw Problem.field("thread", "must be the number of a message");
      }
      if (thread != null) {
        required("room", room);
      }
      has = has == null ? "" : has;
      for (String each : has.isEmpty() ? new String[0] : has.split(",", -1)) {
        if (!each.equals("link") && !each.equals("file")) {
          throw Problem.field("has", "must be link, file or link,file");
        }
      }
      sort = sort == null || sort.isEmpty() ? NEWEST : sort;
      if (!sort.equals(NEWEST) && !sort.equals(BEST)) {
        throw Problem.field("sort", "must be newest or best");
      }
      if (limit != null && (limit < 1 || limit > MAX_PAGE)) {
        throw Problem.field("limit", "must be 1 to " + MAX_PAGE);
      }
      limit = limit == null ? DEFAULT_PAGE : limit;
    }

    private static void inRange(String field, Instant at) {
      if (at != null && (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST))) {
        throw Problem.field(field, "must be a time between 1970 and 9999");
      }
    }
  }

  /** A part of a text, in UTF-16 units, its end exclusive. */
  record Range(int start, int end) {}

  /**
   * A message that was found, as it is now.
   *
   * @param attachments its files, absent for none
   * @param highlights where in the content the terms are, ascending
   */
  record Result(
      RoomId roomId,
      long seq,
      Person actor,
      Instant at,
      String content,
      Instant editedAt,
      Long replyTo,
      Long thread,
      List<Attachments.Attachment> attachments,
      List<Range> highlights) {}

  /**
   * @param next where there is more
   */
  record Results(List<Result> results, String next) {}
}
