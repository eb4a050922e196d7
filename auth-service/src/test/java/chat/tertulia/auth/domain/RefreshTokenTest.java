package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RefreshTokenTest {
  @Test
  void aTokenHasOneSuccessorForEachKey() {
    var token = RefreshToken.first();
    var key = RefreshToken.newChainKey();

    assertEquals(token.successor(key), token.successor(key));
    assertNotEquals(token.successor(key), token.successor(RefreshToken.newChainKey()));
    assertNotEquals(token.successor(key), RefreshToken.first().successor(key));
    assertTrue(RefreshToken.isShaped(token.successor(key).value()));
  }

  @Test
  void aTokenIsNeverPrinted() {
    var token = RefreshToken.first();

    assertFalse(token.toString().contains(token.value()));
    assertEquals(32, token.hash().length());
  }
}
