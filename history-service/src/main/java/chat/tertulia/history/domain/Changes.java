package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Emoji;
import chat.tertulia.shared.contract.MessageChanges.Version;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes of messages that exist, each appended and applied in one transaction. */
public interface Changes {
  /** The words of the functions that change. */
  enum Verdict {
    OK,
    REPEAT,
    UNCHANGED,
    ID_REUSED,
    NOT_MEMBER,
    NOT_ALLOWED,
    MUTED,
    ARCHIVED,
    BLOCKED,
    NOT_FOUND,
    GONE,
    TOO_LATE,
    TOO_MANY
  }

  /**
   * What became of a change.
   *
   * @param seq number of the entry that says so; null where there is none
   * @param at its time; the end of being muted
   * @param kind the entry's kind
   * @param body its fields
   */
  record Change(Verdict verdict, Long seq, Instant at, String kind, String body) {}

  /** What is asked of a room: the message with this number, by this person. */
  record Target(RoomId room, long seq, Person actor) {}

  /**
   * @param clientId null when a repeat need not be known
   */
  Future<Change> edit(Target target, ClientId clientId, String body);

  Future<Change> delete(Target target, String body);

  Future<Change> undo(Target target);

  Future<Change> react(Target target, Emoji emoji, boolean on, String body);

  Future<Change> pin(Target target, boolean on, String body);

  /** The message as a reader sees it; empty when there is none or they are not in the room. */
  Future<Optional<Message>> message(RoomId room, long seq, UserId reader);

  /** The texts a message had, oldest first; empty likewise, and once it is deleted. */
  Future<List<Version>> versions(RoomId room, long seq, UserId reader);

  /**
   * @param head number of the room's last entry in the same snapshot
   */
  record Pinned(long head, List<Message> messages) {}

  /** What is pinned, last pinned first; empty when there is no such room for the reader. */
  Future<Optional<Pinned>> pins(RoomId room, UserId reader);
}
