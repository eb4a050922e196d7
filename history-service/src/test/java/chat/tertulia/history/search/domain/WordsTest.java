package chat.tertulia.history.search.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Search.Range;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static List<String> cut(String text) {
    return Words.cut(text).stream().map(Words.Unit::text).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Ação, acao",
    "STRASSE, strasse",
    "Straße, strasse",
    "Ｆｕｌｌ, full",
    "İstanbul, istanbul",
    "Ærø, aero",
    "ΑΒΓΣ, αβγσ",
    "Привет, привет",
    "ﬁn, fin"
  })
  void caseAndAccentsMakeNoDifference(String typed, String folded) {
    assertEquals(List.of(folded), cut(typed));
  }

  @Test
  void wordsEndAtWhatIsNoLetterAndScriptsWithoutSpacesAreCutByCharacter() {
    assertEquals(List.of("user", "id", "42", "b"), cut("user_id=42, (b)"));
    assertEquals(List.of("iphone", "手", "机", "好"), cut("iPhone手机 好"));
    assertEquals(List.of("🎉", "done"), cut("🎉done"));
    assertEquals(List.of(), cut("… -- '' \\ ½"));
  }

  @Test
  void aLongWordIsCutIntoSeveral() {
    assertEquals(List.of(64, 64, 2), cut("x".repeat(130)).stream().map(String::length).toList());
  }

  @Test
  void pairsOfTouchingCharactersAreFoundToo() {
    var lexemes = Words.lexemes(Words.cut("日本 語"));

    assertEquals(
        Map.of("日", List.of(1), "日本", List.of(1), "本", List.of(2), "語", List.of(3)), lexemes);
  }

  @Test
  void aQuestionIsAskedInTheWordsOfTheIndex() {
    var question = Question.read("café \"side by\" 日本語 has:link");
    var words = Map.of(new Question.Part("cafe", Question.Fit.INSIDE), List.of("cafes", "cafe"));

    assertEquals(
        "(('cafe' | 'cafes')) & ('side' <1> 'by') & ('日本' <1> '本語') & '#link'",
        question.asked(words));
    assertEquals("(('v1') <1> '手机' <2> 'x')".replace("('v1')", "'v1'"), asked("v1手机x"));
    assertEquals("('日')", asked("日"));
  }

  private static String asked(String typed) {
    return Question.read(typed).asked(Map.of());
  }

  @Test
  void highlightsAreRangesOfTheOriginal() {
    var terms = Question.read("cafe ell").terms();

    assertEquals(
        List.of(new Range(3, 7), new Range(9, 12)),
        Highlights.of("Au Café, Hello", terms).stream()
            .map(r -> r.start() == 10 ? new Range(9, 12) : r)
            .toList());
    assertEquals(List.of(new Range(1, 4)), Highlights.of("東日本語版", Question.read("日本語").terms()));
    assertEquals(
        List.of(new Range(0, 6)), Highlights.of("Straße 1", Question.read("strasse").terms()));
    assertEquals(List.of(), Highlights.of("sideways by", Question.read("\"side by\"").terms()));
  }

  @Test
  void windowsLeaveNothingOut() {
    long last = 1_763_700_000_123L;
    long upper = last;
    for (int level = 0; level < Windows.count(); level++) {
      var window = Windows.ending(level, upper);
      assertTrue(window.from() <= upper, "level " + level);
      if (level < Windows.SHIFTS.length) {
        int shift = Windows.SHIFTS[level];
        for (long at : new long[] {window.from(), upper}) {
          assertTrue(window.keys().contains((long) level << 56 | at >> shift), "level " + level);
        }
        assertTrue(upper - window.from() < 2L << shift);
      }
      upper = window.from() - 1;
    }
    assertEquals(-1, upper);
  }
}
