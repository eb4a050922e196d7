package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;

/** A WebSocket, plain or with SockJS's framing. */
final class WebSocketWire implements Wire {
  private static final int CONNECT_WITHIN_MS = 1_000;
  private static final int MAX_BYTES = 1 << 22;

  private final WebSocketClient client;
  private final int port;
  private final boolean sockJs;
  private WebSocket socket;
  private boolean over;
  private boolean closed;

  WebSocketWire(Vertx vertx, int port, boolean sockJs) {
    var options = new WebSocketClientOptions().setConnectTimeout(CONNECT_WITHIN_MS);
    options.setMaxFrameSize(MAX_BYTES).setMaxMessageSize(MAX_BYTES);
    this.client = vertx.createWebSocketClient(options);
    this.port = port;
    this.sockJs = sockJs;
  }

  @Override
  public void connect(Ear ear) {
    String path =
        sockJs ? "/eventbus/000/" + SockJs.session() + "/websocket" : "/eventbus/websocket";
    client
        .connect(port, "127.0.0.1", path)
        .onSuccess(made -> made(made, ear))
        .onFailure(e -> closed(ear));
  }

  private void made(WebSocket made, Ear ear) {
    socket = made;
    made.exceptionHandler(e -> {});
    made.closeHandler(v -> closed(ear));
    if (over) {
      made.close();
      return;
    }
    made.textMessageHandler(text -> SockJs.read(sockJs, text, ear));
    if (!sockJs) {
      ear.opened();
    }
  }

  private void closed(Ear ear) {
    if (!closed) {
      closed = true;
      ear.closed();
    }
  }

  @Override
  public void write(String text) {
    socket.writeTextMessage(sockJs ? "[" + Json.text(text) + "]" : text);
  }

  @Override
  public void reading(boolean on) {
    if (socket == null) {
      return;
    }
    if (on) {
      socket.resume();
    } else {
      socket.pause();
    }
  }

  @Override
  public void close() {
    over = true;
    if (socket != null) {
      // One that was paused would not hear of its own end.
      socket.resume();
      socket.close();
    }
  }

  @Override
  public Future<Void> release() {
    return client.close();
  }
}
