package chat.tertulia.history.search.domain;

import chat.tertulia.shared.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What someone looks for.
 *
 * @param terms all of them must be in a message
 * @param traits what a message must have besides, as the index names it
 */
public record Question(List<Term> terms, Set<String> traits) {
  /** Terms in one question, at most. */
  public static final int MAX_TERMS = 12;

  /** Units in one term, at most. */
  public static final int MAX_UNITS = 64;

  /** Lexemes the index holds besides words. No word has these signs. */
  public static final String LINK = "#link";

  public static final String FILE = "#file";
  public static final String THREAD = "#thread";

  /** The lexeme of an author. */
  public static String by(String userId) {
    return "@" + userId;
  }

  /** The lexeme of one thread of a room. */
  public static String inThread(long thread) {
    return "#thread" + thread;
  }

  /** How a word in a message may be longer than what was typed. */
  public enum Fit {
    EXACT,
    /** The word ends so. */
    END,
    /** The word begins so. */
    BEGIN,
    /** It is somewhere in the word. */
    INSIDE
  }

  /** A part of a word, to be looked up among the words there are. */
  public record Part(String text, Fit fit) {}

  /**
   * Units that stand side by side in a message.
   *
   * @param exact whether only whole words count, as within quotation marks
   */
  public record Term(List<Words.Unit> units, boolean exact) {
    /** How the unit at this place may be continued. */
    Fit fit(int place) {
      Words.Unit unit = units.get(place);
      boolean tooShort = unit.text().codePointCount(0, unit.text().length()) < Words.MIN_PART;
      boolean first = place == 0;
      boolean last = place == units.size() - 1;
      if (exact || unit.single() || tooShort || (!first && !last)) {
        return Fit.EXACT;
      }
      return first && last ? Fit.INSIDE : first ? Fit.END : Fit.BEGIN;
    }
  }

  /**
   * Reads what was typed: words, {@code "words side by side"}, {@code has:link}, {@code has:file},
   * {@code in:thread}.
   */
  public static Question read(String typed) {
    var terms = new ArrayList<Term>();
    Set<String> traits = new LinkedHashSet<>();
    String[] parts = typed.split("\"", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean quoted = i % 2 == 1 && i < parts.length - 1;
      List<String> pieces = quoted ? List.of(parts[i]) : Arrays.asList(parts[i].split("\\s+"));
      for (String piece : pieces) {
        String trait = quoted ? null : trait(piece);
        if (trait != null) {
          traits.add(trait);
        } else {
          addTerm(terms, Words.cut(piece), quoted);
        }
      }
    }
    if (terms.size() > MAX_TERMS) {
      throw Problem.field("q", "must have at most " + MAX_TERMS + " words");
    }
    return new Question(terms, traits);
  }

  private static void addTerm(List<Term> terms, List<Words.Unit> units, boolean quoted) {
    if (units.size() > MAX_UNITS) {
      throw Problem.field("q", "must have at most " + MAX_UNITS + " words side by side");
    }
    if (!units.isEmpty()) {
      terms.add(new Term(units, quoted));
    }
  }

  private static String trait(String piece) {
    return switch (piece) {
      case "has:link" -> LINK;
      case "has:file" -> FILE;
      case "in:thread" -> THREAD;
      default -> null;
    };
  }

  /** The same with more that a message must have. */
  Question with(String trait) {
    var more = new LinkedHashSet<>(traits);
    more.add(trait);
    return new Question(terms, more);
  }

  boolean isEmpty() {
    return terms.isEmpty() && traits.isEmpty();
  }

  /** The parts whose words must be known to ask the index. */
  Set<Part> parts() {
    Set<Part> parts = new LinkedHashSet<>();
    for (Term term : terms) {
      for (int i = 0; i < term.units().size(); i++) {
        if (term.fit(i) != Fit.EXACT) {
          parts.add(new Part(term.units().get(i).text(), term.fit(i)));
        }
      }
    }
    return parts;
  }

  /**
   * As PostgreSQL asks it, {@code tsquery}.
   *
   * @param words the words that each part stands for
   */
  String asked(Map<Part, List<String>> words) {
    List<String> all = new ArrayList<>();
    for (Term term : terms) {
      all.add(asked(term, words));
    }
    traits.forEach(trait -> all.add(lexeme(trait)));
    return String.join(" & ", all);
  }

  private static String asked(Term term, Map<Part, List<String>> words) {
    List<Words.Unit> units = term.units();
    var asked = new StringBuilder("(");
    int behind = 0;
    for (int i = 0; i < units.size(); i++) {
      boolean inPair = i > 0 && units.get(i - 1).joined();
      boolean pairs = units.get(i).joined() && i + 1 < units.size();
      if (inPair && !pairs) {
        continue; // the pair before says it
      }
      if (asked.length() > 1) {
        asked.append(" <").append(i - behind).append("> ");
      }
      behind = i;
      String text = pairs ? units.get(i).text() + units.get(i + 1).text() : units.get(i).text();
      asked.append(pairs ? lexeme(text) : anyOf(text, words.get(new Part(text, term.fit(i)))));
    }
    return asked.append(')').toString();
  }

  private static String anyOf(String text, List<String> longer) {
    if (longer == null || longer.isEmpty()) {
      return lexeme(text);
    }
    Set<String> all = new LinkedHashSet<>();
    all.add(text);
    all.addAll(longer);
    return all.stream().map(Question::lexeme).collect(Collectors.joining(" | ", "(", ")"));
  }

  private static String lexeme(String text) {
    return "'" + text + "'";
  }
}
