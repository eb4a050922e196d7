package chat.tertulia.gateway;

import chat.tertulia.gateway.http.FrontDoor;
import chat.tertulia.gateway.http.PresenceRoute;
import chat.tertulia.gateway.http.RequestRate;
import chat.tertulia.gateway.room.RoomChannels;
import chat.tertulia.gateway.socket.Connections;
import chat.tertulia.gateway.socket.SocketEndpoints;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.http.ProblemAnswers;
import chat.tertulia.shared.http.RequestTrace;
import chat.tertulia.shared.http.RestRoutes;
import chat.tertulia.shared.http.WaitingConnections;
import chat.tertulia.shared.loop.VertxLoop;
import chat.tertulia.shared.runtime.ApiDocument;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One event loop of a gateway: it accepts sockets, owns them, and owns a part of the rooms. */
final class GatewayVerticle extends VerticleBase {
  /** What a post under way may still take when the window is over. */
  static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

  private static final long LOOK_EVERY_MS = 50;

  private final Gateway gateway;
  private final int index;
  private Connections connections;
  private RoomChannels channels;
  private HttpServer server;

  GatewayVerticle(Gateway gateway, int index) {
    this.gateway = gateway;
    this.index = index;
  }

  @Override
  public Future<?> start() {
    var bus = new VertxBus(vertx);
    var gate = TokenGate.overBus(vertx, bus);
    var loop = new VertxLoop(vertx, context);
    var live = new LiveLoop(index, loop, bus, gate::verify, gateway.shared());
    connections = live.connections();
    channels = live.channels();
    gateway.node().health().check("keys-" + index, gate::ready);
    gate.onSessionEnded(ended -> connections.endSession(ended.session(), ended.user()));
    Router router = Router.router(vertx);
    ProblemAnswers.install(router);
    router.route().handler(RequestTrace::begin);
    new SocketEndpoints(vertx, loop, gateway.settings(), live.reception(), gateway.unread())
        .mount(router);
    router.route(RestRoutes.PREFIX + "/*").handler(new RequestRate(gateway.settings())::admit);
    new PresenceRoute(gate, gateway.presence()).mount(router);
    new FrontDoor(vertx, gateway.settings()).mount(router);
    ApiDocument.mount(router, "Tertulia", FrontDoor.operations());
    gateway.page().mount(router);
    return gate.open()
        .compose(
            ok ->
                bus.subscribe(
                    Switchboard.NOTICE, n -> connections.tell(n.user(), n.frame().toString())))
        .compose(ok -> listen(router));
  }

  private Future<Void> listen(Router router) {
    var options =
        new HttpServerOptions()
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxInitialLineLength(8 * 1024)
            .setMaxHeaderSize(16 * 1024)
            .setTcpNoDelay(true)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(180)
            .setHandle100ContinueAutomatically(true);
    server = vertx.createHttpServer(options).requestHandler(router);
    WaitingConnections.watch(vertx, server, router, gateway.waitingLimits());
    int port = gateway.listenPort();
    return server
        .listen(port, gateway.node().settings().host())
        .recover(
            e ->
                Future.failedFuture(
                    new BadSetting(
                        "TERTULIA_PORT", "cannot be used: " + port + ": " + e.getMessage())))
        .onSuccess(s -> gateway.bound(s.actualPort()))
        .mapEmpty();
  }

  /** See {@link RoomChannels#deafFor()}; after the start, from any thread. */
  int deafFor() {
    return channels.deafFor();
  }

  /**
   * Asks this loop's clients to come back elsewhere; completes when they have gone or the window is
   * over. A socket whose posts are under way is closed after their answer. From any thread.
   */
  Future<Void> drain() {
    Promise<Void> empty = Promise.promise();
    context.runOnContext(start -> drain(empty));
    return empty.future();
  }

  private void drain(Promise<Void> empty) {
    Duration window = gateway.node().settings().drain();
    connections.drain(window, ThreadLocalRandom.current());
    long until = System.nanoTime() + window.toNanos();
    vertx.setPeriodic(
        LOOK_EVERY_MS,
        timer -> {
          long late = System.nanoTime() - until;
          if (late > 0) {
            connections.endDrained(late > LAST_ANSWERS.toNanos());
          }
          if (connections.size() == 0) {
            vertx.cancelTimer(timer);
            empty.tryComplete();
          }
        });
  }
}
