package chat.tertulia.auth.domain;

import chat.tertulia.shared.error.Problem;
import java.text.Normalizer;
import java.util.Locale;

/** How names are compared, found and ordered. */
public final class Names {
  private Names() {}

  /** What makes a user name unique: letter case does not. User names are ASCII. */
  public static String usernameKey(String username) {
    return username.toLowerCase(Locale.ROOT);
  }

  /** Folds letter case, accents and widths, so that "jose" finds "José". */
  public static String searchKey(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD);
    var key = new StringBuilder(plain.length());
    plain
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(key::appendCodePoint);
    return key.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * A display name that can be seen; one of invisible characters could not be told from nobody.
   *
   * @throws Problem {@code bad_request} naming {@code displayName}
   */
  public static String visible(String displayName) {
    String name = Normalizer.normalize(displayName, Normalizer.Form.NFC);
    if (name.codePoints().noneMatch(Names::isVisible)) {
      throw Problem.field("displayName", "must have a visible character");
    }
    return name;
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      // Hangul fillers and the blank Braille pattern are letters and symbols without ink.
      default -> c != 0x115F && c != 0x1160 && c != 0x3164 && c != 0xFFA0 && c != 0x2800;
    };
  }
}
