package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page of own messages ended, as clients carry it: opaque to them. */
final class OwnCursor {
  static final int MAX_CHARS = 200;

  private OwnCursor() {}

  static String after(Message last) {
    String plain = last.at().toEpochMilli() + " " + last.roomId() + " " + last.seq();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /** The place, or null for no cursor. */
  static Transcripts.Place read(String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      if (cursor.length() <= MAX_CHARS) {
        byte[] plain = Base64.getUrlDecoder().decode(cursor);
        String[] parts = new String(plain, StandardCharsets.US_ASCII).split(" ", -1);
        if (parts.length == 3) {
          return new Transcripts.Place(
              Instant.ofEpochMilli(bounded(parts[0])), new RoomId(parts[1]), bounded(parts[2]));
        }
      }
    } catch (IllegalArgumentException | DateTimeException | Problem notOurs) {
      throw unknown();
    }
    throw unknown();
  }

  /** Longs that are times or numbers the database can hold. */
  private static long bounded(String text) {
    long value = Long.parseLong(text);
    if (value < 0 || value > 1L << 52) {
      throw unknown();
    }
    return value;
  }

  private static Problem unknown() {
    return Problem.field("cursor", "must be one from an earlier answer");
  }
}
