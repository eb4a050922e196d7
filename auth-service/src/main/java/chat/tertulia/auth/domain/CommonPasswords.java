package chat.tertulia.auth.domain;

import chat.tertulia.shared.error.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Passwords that are tried first by everybody who guesses, whatever their letter case. */
public final class CommonPasswords {
  private static final String RESOURCE = "common-passwords.txt";

  private final Set<String> known;

  private CommonPasswords(Set<String> known) {
    this.known = known;
  }

  /** Reads the list; blocks for some milliseconds. */
  public static CommonPasswords load() {
    try (var in = CommonPasswords.class.getResourceAsStream(RESOURCE);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var known = new HashSet<String>();
      lines.lines().filter(l -> !l.isEmpty() && !l.startsWith("#!")).forEach(known::add);
      return new CommonPasswords(known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses what would be guessed.
   *
   * @param field name of the password in the request
   * @throws Problem {@code bad_request} naming the field
   */
  public void refuse(String field, String password, String username) {
    String plain = password.toLowerCase(Locale.ROOT);
    if (username != null && plain.equals(username.toLowerCase(Locale.ROOT))) {
      throw Problem.field(field, "must differ from the user name");
    }
    if (known.contains(plain) || plain.chars().distinct().count() < 3) {
      throw Problem.field(field, "is too common and would be guessed");
    }
  }

  int size() {
    return known.size();
  }
}
