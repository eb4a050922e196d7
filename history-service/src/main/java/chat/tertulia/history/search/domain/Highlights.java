package chat.tertulia.history.search.domain;

import chat.tertulia.history.search.domain.Question.Fit;
import chat.tertulia.history.search.domain.Question.Term;
import chat.tertulia.history.search.domain.Words.Unit;
import chat.tertulia.shared.contract.Search.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where in a text the terms of a question are. */
final class Highlights {
  /** Ranges told for one message, at most. */
  static final int MAX_RANGES = 50;

  private Highlights() {}

  /** Ascending and apart from each other. */
  static List<Range> of(String text, List<Term> terms) {
    List<Unit> units = Words.cut(text);
    var found = new ArrayList<Range>();
    for (Term term : terms) {
      for (int i = 0; i + term.units().size() <= units.size(); i++) {
        Range range = match(units, i, term);
        if (range != null) {
          found.add(range);
        }
      }
    }
    return merged(found);
  }

  private static Range match(List<Unit> units, int at, Term term) {
    for (int i = 0; i < term.units().size(); i++) {
      if (!fits(units.get(at + i).text(), term.units().get(i).text(), term.fit(i))) {
        return null;
      }
    }
    int last = term.units().size() - 1;
    Range first = within(units.get(at), term.units().get(0).text(), term.fit(0));
    Range end = within(units.get(at + last), term.units().get(last).text(), term.fit(last));
    return new Range(first.start(), end.end());
  }

  private static boolean fits(String word, String typed, Fit fit) {
    return switch (fit) {
      case EXACT -> word.equals(typed);
      case END -> word.endsWith(typed);
      case BEGIN -> word.startsWith(typed);
      case INSIDE -> word.contains(typed);
    };
  }

  /** The part itself where folding kept every character's place, else the word. */
  private static Range within(Unit unit, String typed, Fit fit) {
    if (unit.text().length() != unit.end() - unit.start()) {
      return new Range(unit.start(), unit.end());
    }
    int from = fit == Fit.END ? unit.text().lastIndexOf(typed) : unit.text().indexOf(typed);
    return new Range(unit.start() + from, unit.start() + from + typed.length());
  }

  private static List<Range> merged(List<Range> found) {
    found.sort(Comparator.comparingInt(Range::start));
    var apart = new ArrayList<Range>();
    for (Range each : found) {
      Range last = apart.isEmpty() ? null : apart.getLast();
      if (last != null && each.start() <= last.end()) {
        apart.set(apart.size() - 1, new Range(last.start(), Math.max(last.end(), each.end())));
      } else if (apart.size() < MAX_RANGES) {
        apart.add(each);
      }
    }
    return apart;
  }
}
