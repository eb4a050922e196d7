package chat.tertulia.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/**
 * A broadcaster that speaks what the bare baseline speaks, and lets a test decide what each member
 * gets in place of each message.
 */
final class ForgingServer implements AutoCloseable {
  private static final int TEXT_AT = 5;

  private final Vertx vertx = Vertx.vertx();
  private final List<ServerWebSocket> members = new CopyOnWriteArrayList<>();
  private final BiFunction<Integer, String, List<String>> forge;
  private final int port;

  /**
   * @param forge what the member of that number gets for a message
   */
  ForgingServer(BiFunction<Integer, String, List<String>> forge) {
    this.forge = forge;
    this.port =
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> socket.textMessageHandler(text -> handle(socket, text)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
  }

  int port() {
    return port;
  }

  /** Ends every connection. */
  void hangUp() {
    members.forEach(ServerWebSocket::close);
  }

  private void handle(ServerWebSocket socket, String text) {
    if (text.startsWith("J")) {
      members.add(socket);
      socket.writeTextMessage("live");
    } else if (text.startsWith("P")) {
      for (int i = 0; i < members.size(); i++) {
        forge.apply(i, text.substring(TEXT_AT)).forEach(members.get(i)::writeTextMessage);
      }
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
