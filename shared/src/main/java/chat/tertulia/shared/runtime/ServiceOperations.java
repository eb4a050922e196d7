package chat.tertulia.shared.runtime;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.Bus.Serves;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.http.AddressCounts;
import chat.tertulia.shared.http.RestRoutes;
import chat.tertulia.shared.http.WaitingConnections;
import chat.tertulia.shared.loop.Deadlines;
import chat.tertulia.shared.loop.VertxLoop;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A service's front: every operation it implements, bound to REST and bus from the one definition.
 * Bind with {@link #on}, then {@link #listen}.
 */
public final class ServiceOperations implements OperationBinder {
  /**
   * How long requests are still taken after the others were told to ask elsewhere: word of it takes
   * its time, and what they have sent already is answered.
   */
  public static final Duration LINGER = Duration.ofSeconds(2);

  /** Longest request line, in bytes. */
  public static final int MAX_LINE_BYTES = 8 * 1024;

  /** All request headers together, in bytes. */
  public static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Seconds a connection may be idle. */
  public static final int IDLE_SECONDS = 120;

  private final Vertx vertx;
  private final Bus bus;
  private final NodeSettings settings;
  private final Router router;
  private final Deadlines deadlines;
  private final RestRoutes rest;
  private final List<Operation<?, ?>> bound = new ArrayList<>();
  private final List<Future<Void>> serving = new ArrayList<>();
  private HttpServer server;

  public ServiceOperations(Vertx vertx, Bus bus, TokenGate gate, NodeSettings settings) {
    this.vertx = vertx;
    this.bus = bus;
    this.settings = settings;
    this.router = Router.router(vertx);
    this.deadlines = new Deadlines(VertxLoop.here(vertx));
    this.rest = new RestRoutes(router, gate, deadlines, settings.gatewayNetworks());
  }

  @Override
  public <Q, R> ServiceOperations on(Operation<Q, R> operation, Serves<Q, R> handler) {
    if (operation.path() != null) {
      rest.on(operation, handler);
      if (operation.path().startsWith("/.well-known/")) {
        rest.onRoot(operation, handler);
      }
    }
    serving.add(
        bus.serve(operation, call -> deadlines.within(operation.within(), handler.handle(call))));
    bound.add(operation);
    return this;
  }

  /** Binds an operation whose bodies are no JSON, to REST alone. */
  public ServiceOperations raw(Operation<?, ?> operation, RestRoutes.Raw handler) {
    rest.raw(operation, handler);
    bound.add(operation);
    return this;
  }

  /**
   * Opens the service's own port once the bus addresses are registered.
   *
   * @param setting name of the setting that holds the port, for the error
   */
  public Future<HttpServer> listen(String host, int port, String setting, String title) {
    ApiDocument.mount(router, title, bound);
    var options =
        new HttpServerOptions()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setIdleTimeout(IDLE_SECONDS)
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true);
    server = vertx.createHttpServer(options).requestHandler(router);
    WaitingConnections.watch(
        vertx,
        server,
        router,
        new WaitingConnections.Limits(
            settings.requestTime(),
            settings.keepAlive(),
            new AddressCounts(settings.waitingPerAddress()),
            settings.gatewayNetworks()));
    vertx.setPeriodic(Bus.REASSURE_MS, timer -> bus.reassure());
    return Future.all(serving)
        .compose(ok -> server.listen(port, host))
        .recover(
            e ->
                Future.failedFuture(
                    new BadSetting(setting, "cannot be used: " + port + ": " + e.getMessage())));
  }

  /**
   * Takes leave before a stop: others are told to ask elsewhere, what still comes is answered, and
   * requests under way have their time to end.
   */
  public Future<Void> drain() {
    if (!vertx.isClustered()) {
      return Future.succeededFuture();
    }
    return bus.withdraw()
        .transform((ok, failed) -> vertx.timer(LINGER.toMillis(), TimeUnit.MILLISECONDS))
        .compose(none -> server.shutdown(Operation.WITHIN.toMillis(), TimeUnit.MILLISECONDS));
  }
}
