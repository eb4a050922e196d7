package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Wire;

/** How texts are dressed on the way from the client. */
public enum Framing {
  /** SockJS over WebSocket, as the stock browser client has it. */
  SOCKJS("/eventbus/000/bench%05d/websocket"),
  /** The bridge's JSON alone. */
  RAW("/eventbus/websocket");

  private final String path;

  Framing(String path) {
    this.path = path;
  }

  /** Path for the connection of that number. */
  String path(int number) {
    return path.formatted(number);
  }

  String dress(String message) {
    return this == SOCKJS ? Wire.sockJs(message) : message;
  }

  /** The text of a delivery as the server writes it. */
  String dressDelivery(String message) {
    return this == SOCKJS ? "a" + Wire.sockJs(message) : message;
  }
}
