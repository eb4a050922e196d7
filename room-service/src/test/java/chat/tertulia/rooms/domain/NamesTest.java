package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void foldsCaseAccentsAndWidth() {
    assertEquals("jose", Names.folded("JOSÉ"));
    assertEquals("istanbul", Names.folded("İstanbul"));
    assertEquals("abc", Names.folded("ＡＢＣ"));
    assertEquals("東京", Names.folded("東京"));
  }

  @Test
  void wildcardsOfAQueryAreLiteral() {
    assertEquals("%100\\%\\_\\\\%", Names.pattern("100%_\\"));
    assertEquals("", Names.pattern(""));
    assertEquals("", Names.pattern("\u0301"));
  }

  @Test
  void aKeyIsShortAndNeverHalfACharacter() {
    // One ligature folds to eighteen letters.
    assertTrue(Names.key("\uFDFA".repeat(80)).length() <= Names.MAX_KEY_CHARS);

    String key = Names.key("a" + "😀".repeat(60));

    assertEquals(Names.MAX_KEY_CHARS - 1, key.length());
    assertTrue(Character.isLowSurrogate(key.charAt(key.length() - 1)));
  }
}
