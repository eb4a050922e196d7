package chat.tertulia.auth.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.config.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class KeySealTest {
  private static final byte[] PLAIN = "a private key".getBytes(StandardCharsets.UTF_8);
  private final KeySeal seal = new KeySeal(new Secret("sixteen letters!"));

  @Test
  void onlyTheSameSecretAndKeyIdOpen() throws GeneralSecurityException {
    Buffer sealed = seal.seal("k1", PLAIN);

    assertArrayEquals(PLAIN, seal.open("k1", sealed));
    assertFalse(sealed.toString(StandardCharsets.ISO_8859_1).contains("private"));
    assertNotEquals(sealed, seal.seal("k1", PLAIN));
    assertThrows(GeneralSecurityException.class, () -> seal.open("k2", sealed));
    var other = new KeySeal(new Secret("sixteen others !"));
    assertThrows(GeneralSecurityException.class, () -> other.open("k1", sealed));
  }

  @Test
  void whatWasTamperedWithDoesNotOpen() {
    Buffer sealed = seal.seal("k1", PLAIN);
    sealed.setByte(sealed.length() - 1, (byte) (sealed.getByte(sealed.length() - 1) ^ 1));

    assertThrows(GeneralSecurityException.class, () -> seal.open("k1", sealed));
    assertThrows(GeneralSecurityException.class, () -> seal.open("k1", Buffer.buffer("x")));
  }
}
