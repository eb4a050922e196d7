package chat.tertulia.rooms.domain;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names as they are sorted and looked for: without case, accents and width. */
public final class Names {
  /** How long an access token lives at most: a name heard now is newer than any older token's. */
  public static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  /** Longest sort key, in characters; an index row has its limit. */
  public static final int MAX_KEY_CHARS = 80;

  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
  private static final Pattern WILD = Pattern.compile("[\\\\%_]");

  private Names() {}

  /** Folds case, accents and width, in Java so that no locale of the database matters. */
  public static String folded(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return plain.toLowerCase(Locale.ROOT);
  }

  /** The directory's order. */
  public static String key(String name) {
    String folded = folded(name);
    if (folded.length() <= MAX_KEY_CHARS) {
      return folded;
    }
    boolean splits = Character.isHighSurrogate(folded.charAt(MAX_KEY_CHARS - 1));
    return folded.substring(0, splits ? MAX_KEY_CHARS - 1 : MAX_KEY_CHARS);
  }

  /** What the directory looks in; a query is one line, so it never matches over the break. */
  public static String searchText(String name, String topic) {
    return folded(name) + "\n" + folded(topic);
  }

  /** A LIKE pattern for texts that contain the query literally; empty for an empty query. */
  public static String pattern(String query) {
    String folded = folded(query);
    return folded.isEmpty() ? "" : "%" + WILD.matcher(folded).replaceAll("\\\\$0") + "%";
  }
}
