package chat.tertulia.auth.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2Test {
  /** Made by the reference implementation, from its own tests. */
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void theReferenceHashFits() {
    assertTrue(Argon2.fits("password", REFERENCE));
    assertFalse(Argon2.fits("passworD", REFERENCE));
  }

  @Test
  void aHashIsAPhcStringOfTheChosenCost() {
    String hash = Argon2.hash("a quiet evening 42");

    assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
    assertTrue(Argon2.fits("a quiet evening 42", hash));
    assertFalse(Argon2.fits("a quiet evening 43", hash));
    assertNotEquals(hash, Argon2.hash("a quiet evening 42"));
  }

  @Test
  void theSameCharactersFitHoweverTheyAreComposed() {
    assertTrue(Argon2.fits("caf\u00e9 au lait", Argon2.hash("cafe\u0301 au lait")));
  }

  @Test
  void nothingFitsTheUnmatchable() {
    String nobody = Argon2.unmatchable();

    assertFalse(Argon2.fits("", nobody));
    assertFalse(Argon2.fits("password", nobody));
    assertEquals(Argon2.hash("x").length(), nobody.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void brokenHashesAreABug(String hash) {
    assertThrows(IllegalArgumentException.class, () -> Argon2.fits("password", hash));
  }
}
