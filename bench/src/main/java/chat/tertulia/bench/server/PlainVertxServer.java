package chat.tertulia.bench.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The floor as Vert.x has it: WebSockets on epoll and {@code writeTextMessage} for each of a room.
 * It speaks what {@link BareServer} speaks.
 */
public final class PlainVertxServer {
  private static final int TEXT_AT = 5;

  private static final List<Loop> LOOPS = new CopyOnWriteArrayList<>();

  private PlainVertxServer() {}

  public static void main(String[] arguments) throws Exception {
    Probe.start();
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    var port = new AtomicInteger();
    int cores = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(() -> new Loop(port), new DeploymentOptions().setInstances(cores))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    Probe.ready(port.get());
  }

  private static final class Loop extends VerticleBase {
    private final java.util.Map<String, List<ServerWebSocket>> rooms = new java.util.HashMap<>();
    private final AtomicInteger port;

    Loop(AtomicInteger port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      LOOPS.add(this);
      return vertx
          .createHttpServer()
          .webSocketHandler(socket -> socket.textMessageHandler(text -> handle(socket, text)))
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port.set(server.actualPort()));
    }

    private void handle(ServerWebSocket socket, String text) {
      if (text.startsWith("J")) {
        List<ServerWebSocket> members =
            rooms.computeIfAbsent(text.substring(1), r -> new ArrayList<>());
        members.add(socket);
        socket.closeHandler(v -> members.remove(socket));
        socket.writeTextMessage("live");
      } else if (text.startsWith("P")) {
        String room = text.substring(1, TEXT_AT);
        String message = text.substring(TEXT_AT);
        LOOPS.forEach(loop -> loop.context.runOnContext(v -> loop.deliver(room, message)));
      }
    }

    private void deliver(String room, String message) {
      for (ServerWebSocket each : rooms.getOrDefault(room, List.of())) {
        each.writeTextMessage(message);
      }
    }
  }
}
