package chat.tertulia.auth.domain;

import java.util.Locale;

/** What an account may do on this server, as it stands in tokens. */
public enum Role {
  USER,
  ADMIN,
  GUEST;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
