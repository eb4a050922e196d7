package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import java.time.Instant;

/**
 * Somebody who can sign in, or a guest who once entered.
 *
 * @param username as they wrote it; null for a guest
 */
public record Account(UserId id, String username, String name, Role role, Instant createdAt) {
  /** Whole, for its owner. */
  public Accounts.Profile own() {
    return new Accounts.Profile(id, name, username, role.text(), createdAt);
  }

  /** What everybody may see. */
  public Accounts.Profile shown() {
    return new Accounts.Profile(id, name, username, null, null);
  }

  public Person person() {
    return new Person(id, name);
  }
}
