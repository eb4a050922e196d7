package chat.tertulia.shared.token;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** P-256 keys in the forms of RFC 7517 and RFC 7468. */
public final class Jwks {
  private static final int COORDINATE_BYTES = 32;

  private Jwks() {}

  /** The public key as a JSON web key for verifying ES256. */
  public static JsonObject publicJwk(String keyId, ECPublicKey key) {
    return new JsonObject()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("alg", TokenVerifier.ALGORITHM)
        .put("use", "sig")
        .put("kid", keyId)
        .put("x", coordinate(key.getW().getAffineX()))
        .put("y", coordinate(key.getW().getAffineY()));
  }

  /** PKCS #8 in PEM, as the token library reads it. */
  public static String pem(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    var fixed = new byte[COORDINATE_BYTES];
    int from = Math.max(0, bytes.length - COORDINATE_BYTES);
    byte[] tail = Arrays.copyOfRange(bytes, from, bytes.length);
    System.arraycopy(tail, 0, fixed, COORDINATE_BYTES - tail.length, tail.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }
}
