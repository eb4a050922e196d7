package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** Bodies alone, for bots and curiosity. */
final class LineTransport implements Transport {
  private final ServerWebSocket socket;

  LineTransport(ServerWebSocket socket) {
    this.socket = socket;
    socket.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
  }

  @Override
  public void room(RoomFrame frame) {
    frame.bodies().forEach(socket::writeTextMessage);
  }

  @Override
  public void rec(String address, String body) {
    socket.writeTextMessage(body);
  }

  @Override
  public void err(String address, Problem problem) {
    var json = Json.object().put("type", "err").put("code", problem.code().code());
    json.put("detail", problem.getMessage());
    if (address != null) {
      json.put("clientId", address);
    }
    if (problem.retryAfter() != null) {
      json.put("retryAfterMs", problem.retryAfter().toMillis());
    }
    socket.writeTextMessage(json.toString());
  }

  @Override
  public void pong() {
    socket.writeTextMessage("{\"type\":\"pong\"}");
  }

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable handler) {
    socket.drainHandler(v -> handler.run());
  }

  @Override
  public void heartbeat() {
    socket.writePing(Buffer.buffer("h"));
  }

  @Override
  public void close(CloseCode code) {
    socket.close(code.code(), code.reason());
  }
}
