package chat.tertulia.shared.contract;

import java.time.Instant;

/**
 * Who does something: the verified content of an access token, never a field of a request.
 *
 * @param role {@code user}, {@code guest} or {@code admin}
 * @param expires when the token ends
 */
public record Caller(UserId user, SessionId session, String name, String role, Instant expires) {
  public Person person() {
    return new Person(user, name);
  }

  public boolean isGuest() {
    return "guest".equals(role);
  }
}
