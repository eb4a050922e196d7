package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.error.Problem;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void searchFoldsCaseAccentsAndWidths() {
    assertEquals("jose angstrom", Names.searchKey("José ÅNGSTRÖM"));
    assertEquals("abc", Names.searchKey("ＡＢＣ"));
    assertEquals("東京", Names.searchKey("東京"));
  }

  @Test
  void noLocaleChangesAUserName() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("tr"));
    try {
      assertEquals("ian", Names.usernameKey("IAN"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aDisplayNameMustBeSeen() {
    for (String blank : List.of("\u200b", "\u3164", "\u2800\u2800", "\u00ad", "\ufe0f")) {
      assertThrows(Problem.class, () -> Names.visible(blank));
    }
    assertEquals("🙂", Names.visible("🙂"));
    assertEquals("é", Names.visible("e\u0301"));
  }
}
