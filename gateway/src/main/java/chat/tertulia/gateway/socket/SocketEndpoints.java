package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.http.ClientAddress;
import chat.tertulia.gateway.http.Origins;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.shared.loop.VertxLoop;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where sockets come in: SockJS and raw WebSocket at {@code /eventbus}, the line protocol at {@code
 * /ws/rooms/{roomId}}. One for a loop; every socket stays on the loop that accepted it.
 */
public final class SocketEndpoints {
  /** How often it is looked how much has been read, in milliseconds. */
  static final long RECOUNT_MS = 200;

  private final Vertx vertx;
  private final VertxLoop loop;
  private final GatewaySettings settings;
  private final Reception reception;
  private final Flusher flusher;

  public SocketEndpoints(
      Vertx vertx,
      VertxLoop loop,
      GatewaySettings settings,
      Reception reception,
      UnreadBudget unread) {
    this.vertx = vertx;
    this.loop = loop;
    this.settings = settings;
    this.reception = reception;
    var backlog = new Backlog(unread, loop);
    this.flusher = new Flusher(loop.thread(), backlog);
    vertx.setPeriodic(RECOUNT_MS, timer -> backlog.recount());
  }

  public void mount(Router router) {
    router.get("/eventbus/websocket").handler(c -> upgrade(c, (s, r) -> bridge(s, r, false)));
    router
        .get("/eventbus/:server/:session/websocket")
        .handler(c -> upgrade(c, (s, r) -> bridge(s, r, true)));
    router.get("/ws/rooms/:roomId").handler(c -> upgrade(c, this::line));
    new XhrEndpoint(vertx, settings, this::xhr).mount(router);
  }

  private void upgrade(RoutingContext context, BiConsumer<ServerWebSocket, RoutingContext> then) {
    var request = context.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      context.fail(Problem.badRequest("this address speaks WebSocket only"));
      return;
    }
    if (!Origins.allowed(request, settings)) {
      context.fail(Problem.denied("this web origin is not allowed"));
      return;
    }
    request
        .toWebSocket()
        .onSuccess(socket -> then.accept(socket, context))
        .onFailure(
            e -> {
              if (!context.response().ended() && !context.response().headWritten()) {
                context.fail(Problem.badRequest("not a WebSocket handshake"));
              }
            });
  }

  private void bridge(ServerWebSocket socket, RoutingContext context, boolean sockJs) {
    Connection connection =
        admit(
            new WireTransport(
                socket, channelOf(context), sockJs ? Framing.SOCK_JS : Framing.BRIDGE, flusher),
            context,
            () -> socket.closeHandler(null));
    if (connection == null) {
      return;
    }
    listen(
        socket,
        connection,
        sockJs ? text -> reception.packed(connection, text) : t -> reception.frame(connection, t));
    String token = context.request().getParam("token");
    if (token != null) {
      reception.signIn(connection, token);
    }
  }

  private static Channel channelOf(RoutingContext context) {
    return ((ConnectionBase) context.request().connection()).channelHandlerContext().channel();
  }

  private void line(ServerWebSocket socket, RoutingContext context) {
    Connection connection =
        admit(
            new WireTransport(socket, channelOf(context), Framing.LINE, flusher),
            context,
            () -> socket.closeHandler(null));
    if (connection == null) {
      return;
    }
    LineProtocol line = reception.line(connection, context.pathParam("roomId"));
    listen(socket, connection, line::handle);
    line.open(context.request().getParam("token"), context.request().getParam("since"));
  }

  private void listen(ServerWebSocket socket, Connection connection, Consumer<String> handler) {
    new TextAssembly(loop, socket, connection, handler).listen();
    socket.pongHandler(b -> reception.heard(connection));
    socket.exceptionHandler(e -> {});
    socket.closeHandler(v -> reception.closed(connection));
  }

  private void xhr(io.vertx.ext.web.handler.sockjs.SockJSSocket socket) {
    // SockJS may call on whatever loop carried the latest poll; the connection stays on this one.
    loop.execute(
        () -> {
          String peer = socket.remoteAddress() == null ? "" : socket.remoteAddress().hostAddress();
          String address = ClientAddress.of(peer, socket.headers(), settings);
          var origin = new Call.Origin(address, "", null, OpaqueId.random('t'));
          Connection connection = reception.admit(new XhrTransport(socket), origin);
          if (connection == null) {
            return;
          }
          socket.handler(bytes -> loop.execute(() -> polled(connection, bytes.toString())));
          socket.endHandler(e -> loop.execute(() -> reception.closed(connection)));
          socket.exceptionHandler(e -> loop.execute(() -> reception.closed(connection)));
        });
  }

  /** A polling client cannot be paused: one that asks on without reading is closed. */
  private void polled(Connection connection, String text) {
    if (connection.transport().isFull()) {
      connection.close(CloseCode.TOO_SLOW);
    } else {
      reception.frame(connection, text);
    }
  }

  private Connection admit(Transport transport, RoutingContext context, Runnable refused) {
    var request = context.request();
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    var origin =
        new Call.Origin(
            ClientAddress.of(request, settings),
            agent == null ? "" : agent.substring(0, Math.min(agent.length(), 256)),
            null,
            OpaqueId.random('t'));
    Connection connection = reception.admit(transport, origin);
    if (connection == null) {
      refused.run();
    }
    return connection;
  }
}
