package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Remembers accounts. Every answer is of committed state. */
public interface AccountStore {
  /** Whether somebody has this user name; the answer may be outdated at once. */
  Future<Boolean> isTaken(String usernameKey);

  /**
   * Stores the account and its first session together. Exactly one account of a database, the
   * first, becomes {@link Role#ADMIN}.
   *
   * @return the account as stored; fails with {@code username_taken}
   */
  Future<Account> register(Newcomer newcomer, NewSession session);

  /** An account about to be stored; a guest has neither user name nor hash. */
  record Newcomer(UserId id, String username, String name, String passwordHash) {
    public static Newcomer guest(String name) {
      return new Newcomer(UserId.random(), null, name, null);
    }

    public boolean isGuest() {
      return username == null;
    }
  }

  /** What a sign-in is checked against. */
  Future<Optional<Credentials>> credentials(String usernameKey, String address);

  /**
   * @param knownAddress whether a session of this account lives at the address asked for
   * @param suspended whether the account may not sign in; told only to who knows the password
   */
  record Credentials(
      Account account, String passwordHash, boolean knownAddress, boolean suspended) {}

  /** The account, if that session of it is live. */
  Future<Optional<Account>> signedIn(UserId user, SessionId session);

  Future<Optional<Account>> find(UserId user);

  /** Those of these that exist, in any order. */
  Future<List<Person>> people(List<UserId> users);

  /** Gives a new display name, if that session is live. */
  Future<Optional<Account>> rename(UserId user, SessionId session, String name);

  /** The password hash, if that session is live; guests have none. */
  Future<Optional<String>> passwordHash(UserId user, SessionId session);

  /**
   * Replaces the hash if it is still {@code oldHash}, and ends all sessions but one, together.
   *
   * @return the sessions ended; empty if the hash was another or {@code keep} is not live
   */
  Future<Optional<List<Accounts.SessionEnded>>> changePassword(
      UserId user, SessionId keep, String oldHash, String newHash);

  /**
   * Accounts whose user name or display name holds the text, guests left out, ordered by display
   * name.
   *
   * @param key folded by {@link Names#searchKey}; empty for all
   * @param after where the former page ended; null for the first
   */
  Future<List<Account>> search(String key, Place after, int limit);

  /** A place in the directory's order. */
  record Place(String nameKey, String id) {}
}
