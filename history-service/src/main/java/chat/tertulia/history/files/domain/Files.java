package chat.tertulia.history.files.domain;

import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Attachments.FileId;
import chat.tertulia.shared.contract.Attachments.KnownPicture;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of files. */
public interface Files {
  /** What someone may do in a room. */
  enum Standing {
    NONE,
    READS,
    WRITES,
    LEADS
  }

  /** What a person may do in a room now. */
  Future<Standing> standing(UserId person, RoomId room);

  /** Notes a file before its bytes are stored, so that a crash leaves nothing unknown. */
  Future<Void> begin(Attachment file, UserId owner, RoomId room, boolean picture);

  /** Its bytes are stored. */
  Future<Void> stored(FileId file);

  Future<Void> forget(FileId file);

  /** A file that this person may fetch now. */
  Future<Optional<Attachment>> visible(UserId person, FileId file);

  /**
   * Files that a message is about to name.
   *
   * @return those that this person uploaded to this room lately and that no other message names, in
   *     the order asked
   */
  Future<List<Attachment>> nameable(
      UserId owner, RoomId room, ClientId message, List<FileId> files, Duration within);

  /** Files no message names since so long, and those whose message is gone: to be removed. */
  Future<List<FileId>> collectable(Duration unnamed, Duration loose, int limit);

  /** Sets or, with null, drops the picture of a person or a room. */
  Future<Void> setAvatar(String subject, FileId file);

  /** The picture of a person or a room, if it has one. */
  Future<Optional<Attachment>> avatar(String subject);

  /**
   * Which of these have a picture.
   *
   * @param rooms those this person is not in are left out
   */
  Future<List<KnownPicture>> pictures(UserId reader, List<UserId> users, List<RoomId> rooms);
}
