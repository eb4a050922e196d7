package chat.tertulia.shared.contract;

/**
 * A result with what REST adds to it.
 *
 * @param body the answer's record; null for no content
 * @param status HTTP status; 0 means the operation's own
 * @param cookie a Set-Cookie value, or null
 */
public record Answer<R>(R body, int status, String cookie) {
  public static <R> Answer<R> of(R body) {
    return new Answer<>(body, 0, null);
  }

  public static <R> Answer<R> of(int status, R body) {
    return new Answer<>(body, status, null);
  }

  public Answer<R> withCookie(String value) {
    return new Answer<>(body, status, value);
  }
}
