package chat.tertulia.auth.domain;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token: 256 bits that mean nothing to whoever holds them. Only its hash is stored.
 *
 * <p>The first of a session is random; each next one is derived from the one before with a key that
 * only the database holds. So exchanging the same token twice gives the same successor: a client
 * that lost the reply, or two tabs that ask at once, end up with one chain instead of two. Neither
 * the database alone nor a token alone is enough to compute a successor.
 */
public record RefreshToken(String value) {
  /** Bytes of a token and of a chain key. */
  public static final int BYTES = 32;

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The first token of a session. */
  public static RefreshToken first() {
    return encode(randomBytes().getBytes());
  }

  /** A key for the tokens of one session. */
  public static Buffer newChainKey() {
    return randomBytes();
  }

  /** Whether a text from outside can be a token at all. */
  public static boolean isShaped(String text) {
    return text != null && SHAPE.matcher(text).matches();
  }

  /** The token that follows this one. */
  public RefreshToken successor(Buffer chainKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(chainKey.getBytes(), "HmacSHA256"));
      return encode(mac.doFinal(ascii()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC-SHA256", e);
    }
  }

  /** What is stored. No salt or slow hash is needed for 256 random bits. */
  public Buffer hash() {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(ascii()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private byte[] ascii() {
    return value.getBytes(StandardCharsets.US_ASCII);
  }

  private static Buffer randomBytes() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private static RefreshToken encode(byte[] bytes) {
    return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return "********";
  }
}
