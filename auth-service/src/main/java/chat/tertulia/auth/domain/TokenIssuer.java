package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.SessionId;
import java.time.Duration;

/** Signs access tokens. */
public interface TokenIssuer {
  /**
   * @param generation number of the refresh token issued with it
   */
  String issue(Account account, SessionId session, int generation);

  /** How long a token is good. */
  Duration life();
}
