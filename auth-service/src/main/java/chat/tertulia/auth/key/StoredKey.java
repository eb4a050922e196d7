package chat.tertulia.auth.key;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A signing key as the database holds it.
 *
 * @param publicJwk JSON web key
 * @param privateKey PKCS #8, encrypted when {@code sealed}
 * @param useFrom from when on it signs, unless a newer one does
 */
public record StoredKey(
    String id, String publicJwk, Buffer privateKey, boolean sealed, Instant useFrom) {
  StoredKey from(Instant other) {
    return new StoredKey(id, publicJwk, privateKey, sealed, other);
  }

  @Override
  public String toString() {
    return "StoredKey[" + id + " from " + useFrom + "]";
  }
}
