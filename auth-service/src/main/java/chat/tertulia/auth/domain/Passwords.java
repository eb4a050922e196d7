package chat.tertulia.auth.domain;

import io.vertx.core.Future;

/**
 * Slow hashing, off the event loop and bounded: past its bound it fails with {@code overloaded}.
 */
public interface Passwords {
  /** A new hash with a salt of its own, as a PHC string. */
  Future<String> hash(String password);

  /**
   * Whether the password fits.
   *
   * @param hash null where there is no account: takes as long and says no
   */
  Future<Boolean> fits(String password, String hash);
}
