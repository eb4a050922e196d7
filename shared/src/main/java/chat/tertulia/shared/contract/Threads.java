package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.List;

/** What travels about threads, mentions and forwarded messages. */
public interface Threads {
  record ThreadRef(RoomId roomId, Long thread) {
    public ThreadRef {
      place(roomId, thread);
    }
  }

  /**
   * A page of a thread, the newest where nothing is said.
   *
   * @param before only below this number
   */
  record ThreadPage(RoomId roomId, Long thread, Long before, Integer limit) {
    public ThreadPage {
      place(roomId, thread);
      limit = limitOf(limit);
      if (before != null && before < 0) {
        throw Problem.field("before", "must not be negative");
      }
    }
  }

  record MarkThread(RoomId roomId, Long thread, Long seq) {
    public MarkThread {
      place(roomId, thread);
      if (required("seq", seq) < 0) {
        throw Problem.field("seq", "must not be negative");
      }
    }
  }

  /**
   * A thread as one reader sees it.
   *
   * @param thread number of the message it began with
   * @param replies messages in it
   * @param lastSeq number of its newest message; absent before the first
   * @param follows whether the reader wants to hear of it
   * @param readSeq how far they have read it
   * @param unread messages of others above that
   * @param mentions those of them that name the reader
   */
  record ThreadState(
      RoomId roomId,
      long thread,
      long replies,
      Long lastSeq,
      Instant lastAt,
      boolean follows,
      long readSeq,
      long unread,
      long mentions) {}

  /**
   * @param messages oldest first
   * @param head number of the room's last entry when the page was read
   * @param more true when there are older ones; else absent
   */
  record ThreadMessages(
      ThreadState state,
      Messages.Message root,
      List<Messages.Message> messages,
      long head,
      Boolean more) {}

  record MyThreads(Integer limit) {
    public MyThreads {
      limit = limitOf(limit);
    }
  }

  /** Threads that I follow, those with the newest messages first. */
  record ThreadList(List<ThreadState> threads) {}

  record MyMentions(String cursor, Integer limit) {
    public MyMentions {
      limit = limitOf(limit);
    }
  }

  /**
   * Posts what another message says.
   *
   * @param roomId where to
   * @param fromRoomId the room of the other message
   * @param fromSeq its number
   */
  record Forward(RoomId roomId, ClientId clientId, RoomId fromRoomId, Long fromSeq, Long thread) {
    public Forward {
      required("roomId", roomId);
      required("clientId", clientId);
      required("fromRoomId", fromRoomId);
      if (required("fromSeq", fromSeq) < 1) {
        throw Problem.field("fromSeq", "must be the number of a message");
      }
      if (thread != null && thread < 1) {
        throw Problem.field("thread", "must be the number of a message");
      }
    }
  }

  private static void place(RoomId room, Long thread) {
    required("roomId", room);
    if (required("thread", thread) < 1) {
      throw Problem.field("thread", "must be the number of a message");
    }
  }

  private static Integer limitOf(Integer limit) {
    if (limit != null && (limit < 1 || limit > Messages.MAX_PAGE)) {
      throw Problem.field("limit", "must be 1 to " + Messages.MAX_PAGE);
    }
    return limit == null ? Messages.DEFAULT_PAGE : limit;
  }
}
