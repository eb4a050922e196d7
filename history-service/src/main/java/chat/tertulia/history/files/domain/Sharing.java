package chat.tertulia.history.files.domain;

import chat.tertulia.shared.contract.Attachments;
import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Attachments.FileId;
import chat.tertulia.shared.contract.Attachments.Picture;
import chat.tertulia.shared.contract.Attachments.PicturesOf;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files between people: who may store, name, fetch and lose them. */
public final class Sharing {
  /** How much sooner than it is collected a file can no longer be named. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  /** How long the file of a deleted message stays: the deletion may be undone. */
  private static final Duration LOOSE = Duration.ofMinutes(5);

  /** Files collected at a time. */
  static final int MAX_COLLECTED = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

  private final Files files;
  private final Blobs blobs;
  private final Inspection inspection;
  private final Duration unnamed;

  /**
   * @param unnamed how long a file waits for a message to name it
   */
  public Sharing(Files files, Blobs blobs, Inspection inspection, Duration unnamed) {
    this.files = files;
    this.blobs = blobs;
    this.inspection = inspection;
    this.unnamed = unnamed;
  }

  /** Succeeds for who may upload to the room. */
  public Future<Void> admit(UserId person, RoomId room) {
    return files
        .standing(person, room)
        .map(
            standing -> {
              refuseStranger(standing);
              if (standing == Files.Standing.READS) {
                throw Problem.denied("you may only read here");
              }
              return null;
            });
  }

  /** Succeeds for who may change the room's picture. */
  public Future<Void> admitPicture(UserId person, RoomId room) {
    return files
        .standing(person, room)
        .map(
            standing -> {
              refuseStranger(standing);
              if (standing != Files.Standing.LEADS) {
                throw Problem.denied("moderators and owners change the picture");
              }
              return null;
            });
  }

  /** Succeeds for who may see the room's picture. */
  public Future<Void> admitReader(UserId person, RoomId room) {
    return files
        .standing(person, room)
        .map(
            standing -> {
              refuseStranger(standing);
              return null;
            });
  }

  private static void refuseStranger(Files.Standing standing) {
    if (standing == Files.Standing.NONE) {
      throw Problem.notFound();
    }
  }

  /** Stores a file that a message may name. */
  public Future<Attachment> store(Caller owner, RoomId room, String name, Received received) {
    return inspection
        .look(received)
        .compose(
            seen -> {
              var file =
                  new Attachment(
                      FileId.random(),
                      name,
                      seen.type(),
                      received.size(),
                      seen.full() == null ? null : seen.full().width(),
                      seen.full() == null ? null : seen.full().height(),
                      seen.thumbnail() == null ? null : seen.small());
              return keep(file, owner.user(), room, false, received, seen.thumbnail())
                  .onComplete(done -> inspection.discard(seen));
            });
  }

  private Future<Attachment> keep(
      Attachment file,
      UserId owner,
      RoomId room,
      boolean picture,
      Received received,
      Received small) {
    String name = file.id().value();
    return files
        .begin(file, owner, room, picture)
        .compose(
            ok ->
                small == null
                    ? Future.succeededFuture()
                    : blobs.put(thumbnail(name), small.file(), small.size(), small.sha256()))
        .compose(ok -> blobs.put(name, received.file(), received.size(), received.sha256()))
        .compose(ok -> files.stored(file.id()))
        .map(file)
        .onFailure(failed -> drop(file.id()));
  }

  private static String thumbnail(String name) {
    return name + ".t";
  }

  /** What a message is about to name; fails with the field when one cannot be named. */
  public Future<List<Attachment>> named(
      UserId owner, RoomId room, ClientId message, List<FileId> ids) {
    return files
        .nameable(owner, room, message, ids, unnamed.minus(MARGIN))
        .map(
            found -> {
              if (found.size() != ids.size()) {
                throw Problem.field(
                    "attachments", "must be files that you uploaded to this room for this message");
              }
              return found;
            });
  }

  /** A file that this person may fetch. */
  public Future<Attachment> find(UserId person, FileId id) {
    return files.visible(person, id).map(found -> found.orElseThrow(Problem::notFound));
  }

  /** Its bytes; paused. */
  public Future<ReadStream<Buffer>> read(FileId id, long first, long last) {
    return blobs.read(id.value(), first, last);
  }

  /** The bytes of its thumbnail; paused. */
  public Future<ReadStream<Buffer>> readThumbnail(FileId id) {
    return blobs.read(thumbnail(id.value()), 0, Long.MAX_VALUE);
  }

  /** Sets the picture of a person or a room: a square of what was uploaded, nothing else. */
  public Future<Picture> setAvatar(UserId owner, String subject, Received received) {
    return inspection
        .square(received)
        .compose(
            square -> {
              var file =
                  new Attachment(
                      FileId.random(),
                      "avatar.png",
                      FileType.PNG.type(),
                      square.thumbnail().size(),
                      square.small().width(),
                      square.small().height(),
                      null);
              Future<Optional<Attachment>> before = files.avatar(subject);
              return before
                  .compose(old -> keep(file, owner, null, true, square.thumbnail(), null))
                  .compose(kept -> files.setAvatar(subject, file.id()))
                  .onSuccess(ok -> before.result().ifPresent(old -> drop(old.id())))
                  .map(new Picture(file.id().value()))
                  .onComplete(done -> inspection.discard(square));
            });
  }

  /** Drops the picture of a person or a room. */
  public Future<Void> dropAvatar(String subject) {
    return files
        .avatar(subject)
        .compose(
            old ->
                files
                    .setAvatar(subject, null)
                    .onSuccess(ok -> old.ifPresent(file -> drop(file.id()))));
  }

  /** The picture of a person or a room. */
  public Future<Attachment> avatar(String subject) {
    return files.avatar(subject).map(found -> found.orElseThrow(Problem::notFound));
  }

  /** Which of some people and rooms have a picture. */
  public Future<Attachments.Pictures> pictures(UserId reader, PicturesOf asked) {
    return files.pictures(reader, asked.people(), asked.places()).map(Attachments.Pictures::new);
  }

  /** Removes what nothing names any more; completes with how many. */
  public Future<Integer> collect() {
    return files
        .collectable(unnamed, LOOSE, MAX_COLLECTED)
        .compose(
            ids -> {
              Future<Void> last = Future.succeededFuture();
              for (FileId id : ids) {
                last = last.compose(ok -> remove(id));
              }
              return last.map(ids.size());
            });
  }

  /** First the bytes: what is left over by a crash is known, and removed the next time. */
  private Future<Void> remove(FileId id) {
    return blobs
        .remove(thumbnail(id.value()))
        .compose(ok -> blobs.remove(id.value()))
        .compose(ok -> files.forget(id));
  }

  private void drop(FileId id) {
    remove(id).onFailure(e -> LOG.warn("a file is removed later reason={}", e.getMessage()));
  }

  /** What is said when too many upload. */
  public static Problem tooMany() {
    return Problem.of(ErrorCode.OVERLOADED, "too many files are being uploaded");
  }
}
