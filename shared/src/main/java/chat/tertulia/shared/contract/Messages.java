package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.block;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What travels to and from history-service. */
public interface Messages {
  int MAX_CONTENT_CHARS = 8_000;
  int MAX_PAGE = 200;
  int DEFAULT_PAGE = 50;

  /**
   * @param replyTo number of the message it answers
   * @param thread number of the message whose thread it belongs to
   * @param attachments files uploaded to the room before, each in one message only; with them
   *     {@code content} may be missing
   */
  record Post(
      RoomId roomId,
      ClientId clientId,
      String content,
      Long replyTo,
      Long thread,
      List<Attachments.FileId> attachments) {
    public Post(RoomId roomId, ClientId clientId, String content, Long replyTo, Long thread) {
      this(roomId, clientId, content, replyTo, thread, List.of());
    }

    @JsonCreator
    public Post {
      required("roomId", roomId);
      required("clientId", clientId);
      attachments = attachments == null ? List.of() : List.copyOf(named(attachments));
      boolean bare = attachments.isEmpty();
      content =
          block("content", bare || content != null ? content : "", bare ? 1 : 0, MAX_CONTENT_CHARS);
      positive("replyTo", replyTo);
      positive("thread", thread);
    }
  }

  private static List<Attachments.FileId> named(List<Attachments.FileId> files) {
    boolean odd =
        files.stream().anyMatch(Objects::isNull) || Set.copyOf(files).size() < files.size();
    if (odd || files.size() > Attachments.MAX_PER_MESSAGE) {
      throw Problem.field(
          "attachments", "must be at most " + Attachments.MAX_PER_MESSAGE + " different files");
    }
    return files;
  }

  record Posted(long seq, Instant at) {}

  /**
   * A page of messages in their current state, oldest first.
   *
   * @param before only below this number
   * @param after only above this number
   * @param around half below, half above this number
   * @param offset messages to skip from the newest, for old clients
   * @param cursor the {@code next} of the page before; takes the place of the number it went by
   */
  record Page(
      RoomId roomId,
      Long before,
      Long after,
      Long around,
      Integer limit,
      Integer offset,
      String cursor) {
    public static final int MAX_OFFSET = 100_000;

    public Page {
      required("roomId", roomId);
      notNegative("before", before);
      notNegative("after", after);
      notNegative("around", around);
      limit = limitOf(limit);
      if (offset != null && (offset < 0 || offset > MAX_OFFSET)) {
        throw Problem.field("offset", "must be 0 to " + MAX_OFFSET);
      }
    }
  }

  record Reaction(String emoji, int count, boolean mine) {}

  /** Where a forwarded message is from. */
  record Source(RoomId roomId, long seq, Person actor, Instant at) {}

  /**
   * What is known of a thread beside the message it began with.
   *
   * @param count messages in it that are not deleted
   * @param lastSeq number of the newest of them
   * @param people who wrote last, newest first, {@link #MAX_REPLIERS} at most, of the newest {@link
   *     #REPLIES_LOOKED_AT}
   */
  record Replies(long count, long lastSeq, Instant lastAt, List<Person> people) {
    public static final int MAX_REPLIERS = 3;
    public static final int REPLIES_LOOKED_AT = 20;
  }

  /**
   * A message in its current state.
   *
   * @param content absent once deleted
   * @param deletedBy who deleted it
   * @param reason why, where they said so
   * @param replyTo number of the message it answers
   * @param thread number of the message whose thread it belongs to
   * @param forwarded where it was taken from
   * @param mentions whom it names; absent for nobody
   * @param audience {@code room} or {@code here} where it calls everybody
   * @param reactions in the order they came up
   * @param pinned true or absent
   * @param replies its thread, if it has one
   */
  record Message(
      RoomId roomId,
      long seq,
      Person actor,
      Instant at,
      String content,
      ClientId clientId,
      Instant editedAt,
      Boolean deleted,
      Person deletedBy,
      String reason,
      Long replyTo,
      Long thread,
      Source forwarded,
      List<Person> mentions,
      String audience,
      List<Reaction> reactions,
      Boolean pinned,
      List<Attachments.Attachment> attachments,
      Replies replies) {}

  /**
   * @param messages fewer than asked for where they are long
   * @param head number of the room's last entry when the page was read
   * @param next where there is more in the direction of the page
   */
  record MessagePage(List<Message> messages, Long head, String next) {}

  record EntriesOf(RoomId roomId, Long after, Integer limit) {
    public EntriesOf {
      required("roomId", roomId);
      notNegative("after", after);
      after = after == null ? 0 : after;
      limit = limitOf(limit);
    }
  }

  /** The log itself; each entry is the frame body of the socket; fewer where they are long. */
  record Entries(String epoch, long head, List<RawEntry> entries) {}

  /** An entry already in its outward form. */
  record RawEntry(@com.fasterxml.jackson.annotation.JsonValue @JsonRawValue String json) {}

  record MarkRead(RoomId roomId, Long seq) {
    public MarkRead {
      required("roomId", roomId);
      required("seq", seq);
      notNegative("seq", seq);
    }
  }

  record ReadMark(long readSeq, long unread, long mentions) {}

  record Mine(String cursor, Integer limit) {
    public Mine {
      limit = limitOf(limit);
    }
  }

  private static Integer limitOf(Integer limit) {
    if (limit != null && (limit < 1 || limit > MAX_PAGE)) {
      throw Problem.field("limit", "must be 1 to " + MAX_PAGE);
    }
    return limit == null ? DEFAULT_PAGE : limit;
  }

  private static void positive(String field, Long value) {
    if (value != null && value < 1) {
      throw Problem.field(field, "must be the number of a message");
    }
  }

  private static void notNegative(String field, Long value) {
    if (value != null && value < 0) {
      throw Problem.field(field, "must not be negative");
    }
  }
}
