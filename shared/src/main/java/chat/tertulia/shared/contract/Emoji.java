package chat.tertulia.shared.contract;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One emoji as people see it: a picture with its modifiers, several joined ones, a flag or a
 * keycap. Kept as it was sent.
 */
public record Emoji(@JsonValue String value) {
  /** Longest one, in UTF-16 units; the families with skin tones have about 25. */
  public static final int MAX_CHARS = 40;

  private static final String PICTURE =
      "\\p{IsExtended_Pictographic}(?:\\uFE0F|\\p{IsEmoji_Modifier})?"
          + "(?:[\\x{E0020}-\\x{E007E}]+\\x{E007F})?";
  private static final Pattern SHAPE =
      Pattern.compile(
          "[0-9#*]\\uFE0F?\\u20E3|[\\x{1F1E6}-\\x{1F1FF}]{2}|"
              + PICTURE
              + "(?:\\u200D"
              + PICTURE
              + ")*");

  @JsonCreator
  public Emoji {
    if (value == null || value.length() > MAX_CHARS || !SHAPE.matcher(value).matches()) {
      throw Problem.field("", "must be one emoji");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
