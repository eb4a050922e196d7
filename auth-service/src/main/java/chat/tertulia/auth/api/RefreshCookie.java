package chat.tertulia.auth.api;

import chat.tertulia.auth.domain.RefreshToken;
import java.time.Duration;
import java.util.ArrayList;

/**
 * The refresh token as a cookie that no script can read, sent to auth operations only, by our own
 * pages only.
 */
public final class RefreshCookie {
  static final String NAME = "tertulia_refresh";

  private static final String SCOPE = "; Path=/api/v1/auth; HttpOnly; SameSite=Strict";

  private final long maxAgeSeconds;
  private final String secure;

  /**
   * @param secure whether browsers may send it over https only
   */
  public RefreshCookie(Duration life, boolean secure) {
    this.maxAgeSeconds = life.toSeconds();
    this.secure = secure ? "; Secure" : "";
  }

  String with(RefreshToken token) {
    return NAME + "=" + token.value() + "; Max-Age=" + maxAgeSeconds + SCOPE + secure;
  }

  String cleared() {
    return NAME + "=; Max-Age=0" + SCOPE + secure;
  }

  /**
   * The token in a Cookie header, or null. Two different ones mean that somebody else planted one,
   * for instance from a neighbouring host name; then none is believed.
   */
  static String read(String header) {
    if (header == null) {
      return null;
    }
    var found = new ArrayList<String>();
    for (String pair : header.split(";", -1)) {
      int sign = pair.indexOf('=');
      if (sign > 0 && pair.substring(0, sign).strip().equals(NAME)) {
        found.add(pair.substring(sign + 1).strip());
      }
    }
    boolean one = found.stream().distinct().count() == 1;
    return one && RefreshToken.isShaped(found.getFirst()) ? found.getFirst() : null;
  }
}
