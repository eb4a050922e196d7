package chat.tertulia.shared.json;

import chat.tertulia.shared.error.Problem;

/** Checks that every text from outside passes. */
public final class Text {
  private Text() {}

  /**
   * Whether the text has no NUL and no lone surrogate, so that PostgreSQL and UTF-8 can hold it.
   */
  public static boolean isClean(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * A required line of text: stripped, one line, without control or direction-override characters.
   *
   * @param field its name in the request
   * @param max longest length in characters (UTF-16 units), after stripping
   */
  public static String line(String field, String value, int min, int max) {
    String text = required(field, value).strip();
    if (text.length() < min || text.length() > max) {
      throw Problem.field(field, "must have " + min + " to " + max + " characters");
    }
    if (text.codePoints().anyMatch(Text::isHidden)) {
      throw Problem.field(field, "must be one line without control characters");
    }
    if (min > 0 && text.codePoints().noneMatch(Text::leavesInk)) {
      throw Problem.field(field, "must have a visible character");
    }
    return text;
  }

  /** A required text of several lines, kept as it is. */
  public static String block(String field, String value, int min, int max) {
    String text = required(field, value);
    if (text.length() > max || (text.isBlank() && min > 0)) {
      throw Problem.field(field, "must have " + min + " to " + max + " characters");
    }
    return text;
  }

  /** The value, or the problem that it is missing. */
  public static <T> T required(String field, T value) {
    if (value == null) {
      throw Problem.field(field, "is required");
    }
    return value;
  }

  private static boolean isHidden(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** Whether a person sees something: spaces of any width, joiners and fillers leave nothing. */
  private static boolean leavesInk(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR,
          Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.UNASSIGNED ->
          false;
      default -> c != 0x115F && c != 0x1160 && c != 0x3164 && c != 0xFFA0 && c != 0x2800;
    };
  }
}
