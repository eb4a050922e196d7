package chat.tertulia.auth.domain;

/**
 * What a refresh token is worth now.
 *
 * <p>The tokens of a session are numbered. The newest may be exchanged and is replaced. The one
 * before it is good as long as nothing shows that its successor arrived: neither was the successor
 * exchanged, nor was an access token issued with it used anywhere. So a lost reply signs nobody
 * out, however long the client was away, and two exchanges at once give the same successor twice.
 * Every other token is a replay: somebody holds a copy, nobody can tell who, and the session ends.
 *
 * <p>That an access token was used is reported by every service that verifies one; a report that
 * gets lost only keeps the older token good until the next exchange.
 */
public enum Exchange {
  /** The newest token: the next one takes its place. */
  ROTATE,
  /** The reply with the successor may have been lost: the same successor again. */
  REPEAT,
  /** A copy is in use: the session ends. */
  REPLAY,
  /** The session ended before. */
  OVER;

  /**
   * @param presented number of the token presented
   * @param newest number of the session's newest token
   * @param seen newest number whose access token was used
   * @param over whether the session ended, or was not used for too long
   */
  public static Exchange of(int presented, int newest, int seen, boolean over) {
    if (over) {
      return OVER;
    }
    if (presented == newest) {
      return ROTATE;
    }
    return presented == newest - 1 && seen < newest ? REPEAT : REPLAY;
  }
}
