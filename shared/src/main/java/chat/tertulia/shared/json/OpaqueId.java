package chat.tertulia.shared.json;

import chat.tertulia.shared.error.Problem;
import java.security.SecureRandom;

/** An id that means nothing to whoever holds it: 1 to 64 letters, digits, {@code _ - .}. */
public interface OpaqueId {
  int MAX_CHARS = 64;
  int RANDOM_CHARS = 20;
  String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  SecureRandom RANDOM = new SecureRandom();

  String value();

  static void check(String value) {
    if (value == null || value.isEmpty() || value.length() > MAX_CHARS) {
      throw Problem.field("", "must be an id of 1 to " + MAX_CHARS + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean fine =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || c == '.';
      if (!fine) {
        throw Problem.field("", "must be an id of letters, digits, _ - or .");
      }
    }
  }

  /** 100 random bits in Crockford's base 32, after a letter that tells people what it names. */
  static String random(char prefix) {
    var bytes = new byte[RANDOM_CHARS];
    RANDOM.nextBytes(bytes);
    var text = new StringBuilder(RANDOM_CHARS + 1).append(prefix);
    for (byte b : bytes) {
      text.append(ALPHABET.charAt(b & 31));
    }
    return text.toString();
  }
}
