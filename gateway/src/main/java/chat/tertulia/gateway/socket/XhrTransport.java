package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** Bridge frames on SockJS's fall-back transports, where a WebSocket does not get through. */
final class XhrTransport implements Transport {
  private final SockJSSocket socket;

  XhrTransport(SockJSSocket socket) {
    this.socket = socket;
    socket.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
  }

  @Override
  public void room(RoomFrame frame) {
    frame.bridge().forEach(this::write);
  }

  private void write(String frame) {
    socket.write(Buffer.buffer(frame));
  }

  @Override
  public void rec(String address, String body) {
    write(Frames.rec(address, body));
  }

  @Override
  public void err(String address, Problem problem) {
    write(Frames.err(address, problem));
  }

  /** The stock client pings without expecting an answer, and complains of one. */
  @Override
  public void pong() {}

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable handler) {
    socket.drainHandler(v -> handler.run());
  }

  /** SockJS sends heartbeats of its own and ends a session that is not polled. */
  @Override
  public void heartbeat() {}

  @Override
  public void close(CloseCode code) {
    socket.close(code.code(), code.reason());
  }
}
