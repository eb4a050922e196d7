package chat.tertulia.gateway.socket;

import chat.tertulia.shared.contract.Caller;
import io.vertx.core.Future;

/** Tells who an access token belongs to; completes on the caller's loop. */
@FunctionalInterface
public interface TokenCheck {
  /** Fails with a {@link chat.tertulia.shared.error.Problem} only. */
  Future<Caller> verify(String token);
}
