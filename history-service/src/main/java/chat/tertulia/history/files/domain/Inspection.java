package chat.tertulia.history.files.domain;

import chat.tertulia.shared.contract.Attachments.Size;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;

/** Looks into a file that came in: what it is, and what small picture can be made of it. */
public final class Inspection {
  /** Runs blocking work beside the event loop, a bounded number at once. */
  public interface Workshop {
    <T> Future<T> run(Callable<T> work);
  }

  /**
   * What was seen.
   *
   * @param full size of a picture, else null
   * @param small size of what was made of it, else null
   * @param thumbnail what was made of it, else null
   */
  public record Seen(String type, Size full, Size small, Received thumbnail) {}

  private final Workshop workshop;
  private final Pictures pictures;

  public Inspection(Workshop workshop, Pictures pictures) {
    this.workshop = workshop;
    this.pictures = pictures;
  }

  /** Tells type and size, and makes a thumbnail of a picture this JVM can read. */
  public Future<Seen> look(Received received) {
    return workshop.run(
        () -> {
          FileType type = type(received);
          return type.isPicture()
              ? made(received, type, false)
              : new Seen(type.type(), null, null, null);
        });
  }

  /** Makes a square of a picture; only of one this JVM can read. */
  public Future<Seen> square(Received received) {
    return workshop.run(
        () -> {
          FileType type = type(received);
          if (!type.isPicture()) {
            throw Problem.of(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the picture must be PNG, JPEG or GIF");
          }
          return made(received, type, true);
        });
  }

  private Seen made(Received received, FileType type, boolean square) throws IOException {
    Path small = received.file().resolveSibling(received.file().getFileName() + ".t");
    try {
      var made =
          square
              ? pictures.avatar(received.file(), small)
              : pictures.thumbnail(received.file(), small);
      byte[] bytes = Files.readAllBytes(small);
      var thumbnail = new Received(small, bytes.length, sha256(bytes));
      return new Seen(type.type(), made.full(), made.small(), thumbnail);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(small);
      throw e;
    }
  }

  /** What was made of it is not needed any more. */
  void discard(Seen seen) {
    if (seen.thumbnail() != null) {
      workshop.run(
          () -> {
            Files.deleteIfExists(seen.thumbnail().file());
            return null;
          });
    }
  }

  private static FileType type(Received received) {
    if (received.size() == 0) {
      throw Problem.badRequest("the file is empty");
    }
    try (var in = Files.newInputStream(received.file())) {
      byte[] head = in.readNBytes(FileType.HEAD_BYTES);
      return FileType.of(head, received.size() <= head.length)
          .orElseThrow(
              () ->
                  Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "files of this kind are not taken"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
