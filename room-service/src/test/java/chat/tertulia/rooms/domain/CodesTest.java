package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodesTest {
  @Test
  void anInvitationHasEightyRandomBits() {
    double bits = Codes.INVITE_CHARS * Math.log(Codes.ALPHABET.length()) / Math.log(2);

    assertTrue(bits >= 80, "bits: " + bits);
    assertEquals(Codes.ALPHABET.length(), Codes.ALPHABET.chars().distinct().count());
  }

  @Test
  void codesAreReadHoweverTheyAreTyped() {
    assertEquals(Optional.of(new Admission.ByCode("AB2C")), Codes.read("ab2c"));
    assertEquals(Optional.of(new Admission.ByCode("AB2C")), Codes.read(" AB-2C "));
    String invite = Codes.invite();
    assertEquals(
        Optional.of(new Admission.ByInvite(invite)), Codes.read(invite.toLowerCase(Locale.ROOT)));
  }

  @Test
  void whatCannotBeACodeIsNone() {
    for (String typed : List.of("", "ABC", "ABCDE", "O0I1", "AB2%", "ＡＢ２Ｃ")) {
      assertEquals(Optional.empty(), Codes.read(typed), typed);
    }
  }
}
