package chat.tertulia.history.search.domain;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts text into what can be found: words without case and accents, and single characters of
 * scripts that write without spaces. A message and a question are cut alike, and the same on every
 * database: nothing depends on a locale.
 */
public final class Words {
  /** Longest word, in characters; a longer one is cut into several. */
  public static final int MAX_WORD_CHARS = 64;

  /** Shortest part of a word that is looked for inside words, in code points. */
  public static final int MIN_PART = 3;

  /**
   * One unit of a text.
   *
   * @param text folded
   * @param start where it begins in the original, in UTF-16 units
   * @param end where it ends there, exclusive
   * @param joined whether it is a character of a script without spaces that touches the next one
   * @param single whether it is a character of such a script
   */
  public record Unit(String text, int start, int end, boolean single, boolean joined) {}

  private Words() {}

  /** The units of a text, in order. */
  public static List<Unit> cut(String text) {
    var units = new ArrayList<Unit>();
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      if (isSingle(c)) {
        boolean joined = next < text.length() && isSpaceless(c) && spaceless(text, next);
        add(units, text, at, next, true, joined);
      } else if (isWordStart(c)) {
        while (next < text.length() && next - at < MAX_WORD_CHARS && inWord(text, next)) {
          next += Character.charCount(text.codePointAt(next));
        }
        add(units, text, at, next, false, false);
      }
      at = next;
    }
    return units;
  }

  private static void add(
      List<Unit> units, String text, int start, int end, boolean single, boolean joined) {
    String folded = fold(text.substring(start, end));
    if (!folded.isEmpty()) {
      units.add(new Unit(folded, start, end, single, joined));
    }
  }

  private static boolean inWord(String text, int at) {
    int c = text.codePointAt(at);
    return !isSingle(c) && (isWordStart(c) || isMark(c));
  }

  private static boolean isWordStart(int c) {
    return Character.isLetterOrDigit(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isSingle(int c) {
    return isSpaceless(c) || Character.getType(c) == Character.OTHER_SYMBOL;
  }

  private static boolean spaceless(String text, int at) {
    return isSpaceless(text.codePointAt(at));
  }

  private static boolean isSpaceless(int c) {
    if (c < 0x0E00 || !Character.isLetter(c)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> c == 0x30FC; // the mark that lengthens a vowel belongs to two scripts
    };
  }

  /** Without case, accents and widths. */
  static String fold(String word) {
    boolean plain = true;
    for (int i = 0; plain && i < word.length(); i++) {
      plain = word.charAt(i) < 0x80;
    }
    if (plain) {
      return word.toLowerCase(Locale.ROOT);
    }
    String apart = Normalizer.normalize(word, Normalizer.Form.NFKD);
    var kept = new StringBuilder(apart.length());
    apart.codePoints().filter(c -> !isAccent(c)).forEach(c -> spell(c, kept));
    String whole =
        Normalizer.normalize(kept, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    // What has a compatible form with punctuation in it, like ½, would not be one word any more.
    return whole.codePoints().allMatch(c -> c != '\'' && c != '\\' && !Character.isWhitespace(c))
        ? whole
        : "";
  }

  private static boolean isAccent(int c) {
    return (c >= 0x0300 && c <= 0x036F)
        || (c >= 0x0591 && c <= 0x05C7)
        || (c >= 0x064B && c <= 0x065F)
        || c == 0x0670;
  }

  /** Letters that have no accent to take away and yet are typed without. */
  private static void spell(int c, StringBuilder out) {
    switch (c) {
      case 'ß', 'ẞ' -> out.append("ss");
      case 'æ', 'Æ' -> out.append("ae");
      case 'œ', 'Œ' -> out.append("oe");
      case 'ø', 'Ø' -> out.append('o');
      case 'đ', 'Đ', 'ð', 'Ð' -> out.append('d');
      case 'ł', 'Ł' -> out.append('l');
      case 'þ', 'Þ' -> out.append("th");
      case 'ı' -> out.append('i');
      default -> out.appendCodePoint(c);
    }
  }

  /**
   * What the index holds of a text: each lexeme with the places of it. Two characters of a script
   * without spaces that touch are a lexeme besides each alone.
   */
  public static Map<String, List<Integer>> lexemes(List<Unit> units) {
    var places = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      places.computeIfAbsent(unit.text(), none -> new ArrayList<>()).add(i + 1);
      if (unit.joined() && i + 1 < units.size()) {
        String pair = unit.text() + units.get(i + 1).text();
        places.computeIfAbsent(pair, none -> new ArrayList<>()).add(i + 1);
      }
    }
    return places;
  }

  /** The triples of characters in a word, each once; none for a word too short to have a part. */
  public static List<String> grams(String word) {
    int[] points = word.codePoints().toArray();
    var grams = new ArrayList<String>();
    for (int i = 0; i + MIN_PART <= points.length; i++) {
      String gram = new String(points, i, MIN_PART);
      if (!grams.contains(gram)) {
        grams.add(gram);
      }
    }
    return grams;
  }
}
