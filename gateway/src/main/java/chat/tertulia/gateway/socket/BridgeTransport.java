package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.gateway.protocol.SockJsFrames;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** Bridge frames on a WebSocket, plain or in SockJS framing. */
final class BridgeTransport implements Transport {
  private final ServerWebSocket socket;
  private final boolean sockJs;

  BridgeTransport(ServerWebSocket socket, boolean sockJs) {
    this.socket = socket;
    this.sockJs = sockJs;
    socket.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
    if (sockJs) {
      socket.writeTextMessage(SockJsFrames.OPEN);
    }
  }

  private void write(String frame) {
    socket.writeTextMessage(sockJs ? SockJsFrames.one(frame) : frame);
  }

  @Override
  public void room(RoomFrame frame) {
    if (sockJs) {
      socket.writeTextMessage(frame.sockJs());
    } else {
      frame.bridge().forEach(socket::writeTextMessage);
    }
  }

  @Override
  public void rec(String address, String body) {
    write(Frames.rec(address, body));
  }

  @Override
  public void err(String address, Problem problem) {
    write(Frames.err(address, problem));
  }

  @Override
  public void pong() {
    write(Frames.PONG);
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
    if (sockJs && !socket.isClosed()) {
      socket.writeTextMessage(SockJsFrames.close(code.code(), code.reason()));
    }
    socket.close(code.code(), code.reason());
  }
}
