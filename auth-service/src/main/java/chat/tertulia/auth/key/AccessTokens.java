package chat.tertulia.auth.key;

import chat.tertulia.auth.domain.Account;
import chat.tertulia.auth.domain.TokenIssuer;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.shared.token.TokenVerifier;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Access tokens: RFC 7519, ES256. Their id begins with the number of the refresh token issued with
 * them, so that whoever verifies one can report which generation was used.
 */
public final class AccessTokens implements TokenIssuer {
  private final SigningKeys keys;
  private final Duration life;
  private final InstantSource clock;

  public AccessTokens(SigningKeys keys, Duration life, InstantSource clock) {
    this.keys = keys;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public String issue(Account account, SessionId session, int generation) {
    long now = clock.instant().getEpochSecond();
    return keys.signer()
        .sign(
            new JsonObject()
                .put("iss", TokenVerifier.ISSUER)
                .put("sub", account.id().value())
                .put("sid", session.value())
                .put("name", account.name())
                .put("role", account.role().text())
                .put("iat", now)
                .put("exp", now + life.toSeconds())
                .put("jti", generation + "." + OpaqueId.random('j')));
  }

  @Override
  public Duration life() {
    return life;
  }
}
