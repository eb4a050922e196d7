package chat.tertulia.rooms.domain;

import io.vertx.core.Future;

/** Slow hashes of room passwords, made off the event loop. */
public interface Passwords {
  Future<String> hash(String password);

  /**
   * Whether the password fits. Takes the same time whether or not there is a hash.
   *
   * @param hash null when there is nothing to fit
   */
  Future<Boolean> fits(String password, String hash);
}
