package chat.tertulia.shared.token;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Switchboard;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports first uses of access tokens to auth-service: the first at once, those that follow
 * together. A report that gets lost is not repeated: the refresh token before stays good a little
 * longer, no more.
 */
final class TokenUses {
  /** Shortest time between two reports, in milliseconds. */
  private static final long PAUSE_MS = 250;

  private final Vertx vertx;
  private final Bus bus;
  private List<Accounts.TokenUse> waiting = new ArrayList<>();
  private boolean pausing;

  TokenUses(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  void add(Accounts.TokenUse use) {
    waiting.add(use);
    if (!pausing || waiting.size() == Accounts.TokensUsed.MAX_USES) {
      report();
    }
  }

  private void report() {
    if (waiting.isEmpty()) {
      pausing = false;
      return;
    }
    bus.call(Switchboard.TOKENS_USED, new Accounts.TokensUsed(waiting));
    waiting = new ArrayList<>();
    if (!pausing) {
      pause();
    }
  }

  private void pause() {
    pausing = true;
    vertx.setTimer(
        PAUSE_MS,
        t -> {
          pausing = false;
          report();
        });
  }
}
