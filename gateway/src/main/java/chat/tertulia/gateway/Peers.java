package chat.tertulia.gateway;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Switchboard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Whether the services were there once: a gateway that starts before them must not take clients.
 * Later it stays whatever becomes of one of them, since all gateways would go at once and messages
 * flow without room-service and auth-service; the log is watched by {@code HeadCheck}.
 */
final class Peers {
  /** How often a service that has not answered yet is asked, in milliseconds. */
  static final long EVERY_MS = 500;

  private final Vertx vertx;
  private final Bus bus;
  private volatile boolean found;
  private boolean asking;

  Peers(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  void start() {
    vertx.setPeriodic(EVERY_MS, this::ask);
    ask(-1);
  }

  private void ask(long timer) {
    if (found) {
      vertx.cancelTimer(timer);
    } else if (!asking) {
      asking = true;
      bus.call(Switchboard.ROOMS_CANARY, Nothing.NOTHING)
          .onComplete(
              answer -> {
                asking = false;
                found |= answer.succeeded();
              });
    }
  }

  /** Any thread. */
  Future<Void> ready() {
    return found
        ? Future.succeededFuture()
        : Future.failedFuture("room-service has not answered yet");
  }
}
