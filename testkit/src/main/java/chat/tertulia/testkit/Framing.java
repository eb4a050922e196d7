package chat.tertulia.testkit;

import io.vertx.core.Vertx;

/** The ways by which a client may speak the bridge's protocol. */
public enum Framing {
  /** A plain WebSocket. */
  RAW {
    @Override
    Wire wire(Vertx vertx, int port) {
      return new WebSocketWire(vertx, port, false);
    }
  },
  /** SockJS on a WebSocket. */
  SOCKJS {
    @Override
    Wire wire(Vertx vertx, int port) {
      return new WebSocketWire(vertx, port, true);
    }
  },
  /** SockJS by polling. */
  POLLING {
    @Override
    Wire wire(Vertx vertx, int port) {
      return new PollingWire(vertx, port);
    }
  };

  abstract Wire wire(Vertx vertx, int port);
}
