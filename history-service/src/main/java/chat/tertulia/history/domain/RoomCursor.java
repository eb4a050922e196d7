package chat.tertulia.history.domain;

import chat.tertulia.history.domain.Transcripts.Excerpt;
import chat.tertulia.shared.contract.Messages.Page;
import chat.tertulia.shared.error.Problem;
import java.util.regex.Pattern;

/** Where a page of a room's messages ended, as clients carry it: opaque to them. */
final class RoomCursor {
  private static final Pattern SHAPE = Pattern.compile("[ab][0-9]{1,18}");
  private static final char ABOVE = 'a';
  private static final char BELOW = 'b';

  private RoomCursor() {}

  /** The page that a request means: a cursor takes the place of the number it goes on from. */
  static Page resolve(Page page) {
    String cursor = page.cursor();
    if (cursor == null || cursor.isEmpty()) {
      return page;
    }
    if (!SHAPE.matcher(cursor).matches()) {
      throw Problem.field("cursor", "must be one from an earlier answer");
    }
    long seq = Long.parseLong(cursor.substring(1));
    boolean up = cursor.charAt(0) == ABOVE;
    return new Page(
        page.roomId(),
        up ? page.before() : Long.valueOf(seq),
        up ? Long.valueOf(seq) : null,
        null,
        page.limit(),
        null,
        null);
  }

  /** The cursor for what follows a page; null where there is no more, and around a number. */
  static String next(Page page, Excerpt found) {
    if (!found.more() || page.around() != null) {
      return null;
    }
    return page.after() != null
        ? ABOVE + Long.toString(found.messages().getLast().seq())
        : BELOW + Long.toString(found.messages().getFirst().seq());
  }
}
