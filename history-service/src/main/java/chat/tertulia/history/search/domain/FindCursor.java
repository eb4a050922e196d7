package chat.tertulia.history.search.domain;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Search;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Where a page of results ended, as clients carry it: opaque to them. It is good for the person and
 * the question it was made for only.
 *
 * @param place the last result, newest first; the newest considered, best first
 * @param skip results to skip below the place, best first
 */
record FindCursor(Finds.Place place, int skip) {
  static final int MAX_CHARS = 300;
  private static final int MARK_CHARS = 22;
  private static final long MAX_NUMBER = 1L << 52;

  String text(UserId seeker, Search.Find find) {
    String plain =
        String.join(
            " ",
            mark(seeker, find),
            Long.toString(place.at().toEpochMilli()),
            place.room().value(),
            Long.toString(place.seq()),
            Integer.toString(skip));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /** The cursor of a request, or null without one. */
  static FindCursor of(UserId seeker, Search.Find find) {
    String cursor = find.cursor();
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      if (cursor.length() <= MAX_CHARS) {
        byte[] plain = Base64.getUrlDecoder().decode(cursor);
        String[] parts = new String(plain, StandardCharsets.US_ASCII).split(" ", -1);
        if (parts.length == 5 && parts[0].equals(mark(seeker, find))) {
          var at = Instant.ofEpochMilli(bounded(parts[1]));
          var place = new Finds.Place(at, new RoomId(parts[2]), bounded(parts[3]));
          return new FindCursor(place, (int) Math.min(bounded(parts[4]), Searching.BEST_OF));
        }
      }
    } catch (IllegalArgumentException | DateTimeException | Problem notOurs) {
      throw unknown();
    }
    throw unknown();
  }

  private static long bounded(String text) {
    long value = Long.parseLong(text);
    if (value < 0 || value > MAX_NUMBER) {
      throw unknown();
    }
    return value;
  }

  /** What the person asked, without where they are in it. */
  private static String mark(UserId seeker, Search.Find find) {
    String asked =
        String.join(
            "\n",
            seeker.value(),
            find.q(),
            String.valueOf(find.room()),
            String.valueOf(find.from()),
            String.valueOf(find.before()),
            String.valueOf(find.after()),
            String.valueOf(find.thread()),
            find.has(),
            find.sort());
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(asked.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, MARK_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static Problem unknown() {
    return Problem.field("cursor", "must be one from an earlier answer to the same question");
  }
}
