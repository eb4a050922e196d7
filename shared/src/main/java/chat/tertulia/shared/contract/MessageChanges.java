package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.block;
import static chat.tertulia.shared.json.Text.line;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.List;

/** What travels about one message that exists: its changes, reactions, pins. */
public interface MessageChanges {
  int MAX_REASON_CHARS = 500;

  /** Different emoji on one message at most. */
  int MAX_EMOJI = 50;

  /** Reactions of one person to one message at most. */
  int MAX_OWN_EMOJI = 20;

  /** Pinned messages of a room at most. */
  int MAX_PINS = 100;

  /** Versions in one answer at most. */
  int MAX_VERSIONS = 100;

  record MessageRef(RoomId roomId, Long seq) {
    public MessageRef {
      place(roomId, seq);
    }
  }

  /**
   * @param clientId null when a repeat need not be known
   */
  record Edit(RoomId roomId, Long seq, String content, ClientId clientId) {
    public Edit {
      place(roomId, seq);
      content = block("content", content, 1, Messages.MAX_CONTENT_CHARS);
    }
  }

  /**
   * @param reason shown with what is left of the message; null for none
   */
  record Delete(RoomId roomId, Long seq, String reason) {
    public Delete {
      place(roomId, seq);
      reason = reason == null ? null : line("reason", reason, 1, MAX_REASON_CHARS);
    }
  }

  /**
   * @param on false takes it away; null means true
   */
  record React(RoomId roomId, Long seq, Emoji emoji, Boolean on) {
    public React {
      place(roomId, seq);
      required("emoji", emoji);
    }
  }

  record Unreact(RoomId roomId, Long seq, Emoji emoji) {
    public Unreact {
      place(roomId, seq);
      required("emoji", emoji);
    }
  }

  /**
   * @param on false takes it away; null means true
   */
  record Pin(RoomId roomId, Long seq, Boolean on) {
    public Pin {
      place(roomId, seq);
    }
  }

  /**
   * The entry that says so; absent where nothing ever had to be said.
   *
   * @param seq its number
   */
  record Noted(Long seq, Instant at) {}

  /**
   * A text the message had.
   *
   * @param seq number of the entry that gave it
   * @param undo what was taken back by it: {@code edit} or {@code delete}; else null
   */
  record Version(long seq, Person actor, Instant at, String content, String undo) {}

  /** Oldest first; the last is the text of now. */
  record Versions(List<Version> versions) {}

  record PinsOf(RoomId roomId) {
    public PinsOf {
      required("roomId", roomId);
    }
  }

  /** What is pinned, last pinned first. */
  record Pins(List<Messages.Message> messages, Long head) {}

  private static void place(RoomId room, Long seq) {
    required("roomId", room);
    if (required("seq", seq) < 1) {
      throw Problem.field("seq", "must be the number of a message");
    }
  }
}
