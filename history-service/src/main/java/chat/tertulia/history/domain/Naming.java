package chat.tertulia.history.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a text may name: what follows an {@code @} that doesn't stand within a word. A name may have
 * several words, so each beginning of what follows is looked up and the longest that is somebody's
 * counts. Code is not looked at.
 *
 * @param places for each {@code @} what may be a name, the longest first
 * @param audience {@code room} or {@code here} where the text calls everybody; else null
 */
record Naming(List<List<String>> places, String audience) {
  /** Places looked at in one text. */
  static final int MAX_PLACES = 50;

  /** Longest name looked for, in words and in characters. */
  static final int MAX_WORDS = 4;

  static final int MAX_NAME_CHARS = 80;

  private static final Pattern CODE =
      Pattern.compile("```.*?(?:```|\\z)|`[^`\\n]*+`", Pattern.DOTALL);
  private static final Pattern AT = Pattern.compile("(?<![\\p{L}\\p{N}_@/.])@(?=[\\p{L}\\p{N}_])");
  private static final Pattern WORD = Pattern.compile("[^\\s@]{1," + MAX_NAME_CHARS + "}");
  private static final Pattern TAIL = Pattern.compile("[^\\p{L}\\p{N}_]+\\z");
  private static final Naming NOBODY = new Naming(List.of(), null);

  static Naming of(String content) {
    if (content.indexOf('@') < 0) {
      return NOBODY;
    }
    String text = CODE.matcher(content).replaceAll(" ");
    var places = new ArrayList<List<String>>();
    String audience = null;
    Matcher at = AT.matcher(text);
    while (at.find() && places.size() < MAX_PLACES) {
      List<String> names = names(text, at.end());
      String first = names.getLast();
      if (first.equals("room")) {
        audience = "room";
      } else if (first.equals("here")) {
        audience = audience == null ? "here" : audience;
      } else {
        places.add(names);
      }
    }
    return places.isEmpty() && audience == null ? NOBODY : new Naming(places, audience);
  }

  /** What may be a name from here on, in lower case, the longest first, the shortest last. */
  private static List<String> names(String text, int from) {
    int line = text.indexOf('\n', from);
    int end = Math.min(line < 0 ? text.length() : line, from + MAX_NAME_CHARS);
    Matcher word = WORD.matcher(text).region(from, end);
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < MAX_WORDS && word.find(); i++) {
      String whole = text.substring(from, word.end()).toLowerCase(Locale.ROOT);
      names.add(TAIL.matcher(whole).replaceAll(""));
      names.add(whole);
    }
    return List.copyOf(names).reversed();
  }

  boolean isNobody() {
    return places.isEmpty() && audience == null;
  }

  /** Everything to look up. */
  Set<String> names() {
    var all = new LinkedHashSet<String>();
    places.forEach(all::addAll);
    return all;
  }

  /** Who is named, when these are the people whose names were found, by name. */
  <T> Set<T> who(Map<String, ? extends Collection<T>> people) {
    var named = new LinkedHashSet<T>();
    for (List<String> place : places) {
      place.stream()
          .filter(people::containsKey)
          .findFirst()
          .ifPresent(name -> named.addAll(people.get(name)));
    }
    return named;
  }
}
