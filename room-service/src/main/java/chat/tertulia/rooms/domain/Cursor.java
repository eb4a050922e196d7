package chat.tertulia.rooms.domain;

import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Where a page ended, as an opaque text: the list it belongs to, then its keys. */
public final class Cursor {
  /** Longest cursor read, in characters. */
  public static final int MAX_CHARS = 4_096;

  private Cursor() {}

  public static String of(String list, String... keys) {
    String plain = list + "\n" + String.join("\n", keys);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The keys of a cursor of this list.
   *
   * @throws Problem {@code bad_request} naming {@code cursor} when it is none
   */
  public static List<String> read(String cursor, String list, int keys) {
    if (cursor.length() > MAX_CHARS) {
      throw garbage();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      String plain = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      List<String> parts = List.of(plain.split("\n", -1));
      if (parts.size() != keys + 1 || !parts.getFirst().equals(list) || !Text.isClean(plain)) {
        throw garbage();
      }
      return parts.subList(1, parts.size());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw garbage();
    }
  }

  /** The number that a cursor with one key holds; 0 for none. */
  public static long readNumber(String cursor, String list) {
    if (cursor == null) {
      return 0;
    }
    try {
      long number = Long.parseLong(read(cursor, list, 1).getFirst());
      if (number < 0) {
        throw garbage();
      }
      return number;
    } catch (NumberFormatException e) {
      throw garbage();
    }
  }

  /** The first key as a number, as of a time in milliseconds. */
  static long number(List<String> keys) {
    try {
      return Long.parseLong(keys.getFirst());
    } catch (NumberFormatException e) {
      throw garbage();
    }
  }

  private static Problem garbage() {
    return Problem.field("cursor", "must be a cursor that this list gave");
  }
}
