package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Remembers sessions and the hashes of their refresh tokens. */
public interface SessionStore {
  /** Live sessions an account may have; a further sign-in ends the one not used for longest. */
  int MAX_LIVE = 200;

  /** Ended sessions one answer of {@link #endedSince} lists at most. */
  int MAX_ENDED_LISTED = 10_000;

  /** Refresh tokens a session remembers to tell replays; about two days of steady use. */
  int MAX_GENERATIONS = 200;

  /**
   * Opens a session if the account's password hash is still the one that was verified; a password
   * changed in between wins.
   *
   * @return sessions ended because there were too many; empty if the hash is another
   */
  Future<Optional<List<Accounts.SessionEnded>>> open(
      UserId user, String verifiedHash, NewSession session);

  /**
   * Exchanges a refresh token as {@link Exchange} decides, one exchange of a session at a time.
   *
   * @return empty for a token nobody knows
   */
  Future<Optional<Exchanged>> exchange(RefreshToken token, String agent, String address);

  /**
   * @param next the successor and its number; null unless the verdict is to rotate or repeat
   */
  record Exchanged(
      Exchange verdict, Account account, SessionId session, RefreshToken next, int generation) {}

  /** Ends a live session of this user; false if there is none. */
  Future<Boolean> end(UserId user, SessionId session);

  /** The live sessions of a user, latest used first, at most {@link #MAX_LIVE}. */
  Future<List<Accounts.Device>> live(UserId user, SessionId current);

  /**
   * Sessions that ended since a cursor, and the next cursor. May repeat, never misses: the cursor
   * is the oldest transaction that was still running, and whatever commits later has it or a newer
   * one.
   *
   * @param cursor null for all that ended in the lifetime of an access token
   */
  Future<Accounts.Ended> endedSince(String cursor);

  /** Notes that access tokens of these generations were used. */
  Future<Void> noteUse(List<Accounts.TokenUse> uses);

  /**
   * Forgets what no longer matters, a bounded part at a time.
   *
   * @return sessions ended because nobody used them
   */
  Future<List<Accounts.SessionEnded>> sweep();
}
