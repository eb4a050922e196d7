package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.error.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonPasswordsTest {
  private final CommonPasswords common = CommonPasswords.load();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password", "PassWord", "passw0rd", "p@ssw0rd", "password1", "Password123", "12345678",
        "1234567890", "qwertyuiop", "1q2w3e4r", "iloveyou", "sunshine", "princess1", "letmein1",
        "trustno1", "welcome1", "Summer2024!", "abc12345", "aaaaaaaa", "00000000", "abababab",
        "ann.example", "ANN.Example"
      })
  void whatEverybodyTriesFirstIsRefused(String password) {
    assertThrows(Problem.class, () -> common.refuse("password", password, "ann.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a quiet evening 42", "gXk4!pQz", "пароль от почты", "tangerine-otter"})
  void othersPass(String password) {
    assertDoesNotThrow(() -> common.refuse("password", password, "ann.example"));
  }

  @Test
  void theListIsThere() {
    assertTrue(common.size() > 5_000);
  }
}
