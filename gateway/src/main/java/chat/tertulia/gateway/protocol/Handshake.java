package chat.tertulia.gateway.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The opening of a WebSocket (RFC 6455 section 4.2). */
public final class Handshake {
  /** The one version there is. */
  public static final String VERSION = "13";

  private static final int KEY_BYTES = 16;
  private static final int KEY_CHARS = 24;
  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  /** Whether a client's key is one: 16 bytes in Base64. */
  public static boolean isKey(String key) {
    if (key == null || key.length() != KEY_CHARS) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The server's answer to a key. */
  public static String accept(String key) {
    byte[] bytes = (key + SUFFIX).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(sha1().digest(bytes));
  }

  /** Broken for signatures; here it only proves that the server understood the request. */
  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
