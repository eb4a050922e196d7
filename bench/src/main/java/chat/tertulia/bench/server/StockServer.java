package chat.tertulia.bench.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Vert.x's own SockJS bridge as its manual shows it, one verticle a core. Clients publish to the
 * rooms directly: it knows no users, no rights, no order between senders and no log.
 *
 * <p>Arguments: {@code local}, or {@code clustered <port> <member,…>}; then {@code epoll} for the
 * native transport, which is not the default.
 */
public final class StockServer {
  private StockServer() {}

  public static void main(String[] arguments) throws Exception {
    Probe.start();
    List<String> words = List.of(arguments);
    var options = new VertxOptions().setPreferNativeTransport(words.contains("epoll"));
    Vertx vertx = words.contains("clustered") ? clustered(options, words) : Vertx.vertx(options);
    var port = new AtomicInteger();
    int cores = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(() -> new Bridge(port), new DeploymentOptions().setInstances(cores))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    Probe.ready(port.get());
  }

  private static Vertx clustered(VertxOptions options, List<String> words) throws Exception {
    int at = words.indexOf("clustered");
    int port = Integer.parseInt(words.get(at + 1));
    List<String> members = List.of(words.get(at + 2).split(",", -1));
    options.getEventBusOptions().setHost("127.0.0.1");
    return Vertx.builder()
        .with(options)
        .withClusterManager(new HazelcastClusterManager(StockCluster.of(port, members)))
        .buildClustered()
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  private static final class Bridge extends VerticleBase {
    private final AtomicInteger port;

    Bridge(AtomicInteger port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      var rooms = new PermittedOptions().setAddressRegex("room\\..+");
      var options =
          new SockJSBridgeOptions().addInboundPermitted(rooms).addOutboundPermitted(rooms);
      Router router = Router.router(vertx);
      router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(options));
      return vertx
          .createHttpServer()
          .requestHandler(router)
          // Below zero: one free port for all instances.
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port.set(server.actualPort()));
    }
  }
}
