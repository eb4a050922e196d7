package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.http.ClientAddress;
import chat.tertulia.gateway.http.Origins;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.gateway.protocol.Handshake;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.shared.loop.VertxLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where sockets come in: SockJS and raw WebSocket at {@code /eventbus}, the line protocol at {@code
 * /ws/rooms/{roomId}}. One for a loop; every socket stays on the loop that accepted it.
 */
public final class SocketEndpoints {
  /** How often it is looked how much has been read, in milliseconds. */
  static final long RECOUNT_MS = 200;

  private static final int UPGRADE_REQUIRED = 426;

  /** Vert.x's name for its last handler. */
  private static final String HTTP_HANDLER = "handler";

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
    router.get("/eventbus/websocket").handler(c -> bridge(c, Framing.BRIDGE));
    router.get("/eventbus/:server/:session/websocket").handler(c -> bridge(c, Framing.SOCK_JS));
    router.get("/ws/rooms/:roomId").handler(this::line);
    new XhrEndpoint(vertx, settings, this::xhr).mount(router);
  }

  private void bridge(RoutingContext context, Framing framing) {
    String token = context.request().getParam("token");
    upgrade(
        context,
        framing,
        connection -> {
          if (token != null) {
            reception.signIn(connection, token);
          }
          return framing == Framing.SOCK_JS
              ? text -> reception.packed(connection, text)
              : text -> reception.frame(connection, text);
        });
  }

  private void line(RoutingContext context) {
    String room = context.pathParam("roomId");
    String token = context.request().getParam("token");
    String since = context.request().getParam("since");
    upgrade(
        context,
        Framing.LINE,
        connection -> {
          LineProtocol line = reception.line(connection, room);
          line.open(token, since);
          return line::handle;
        });
  }

  /** Answers the handshake, or says what is wrong with it. */
  private void upgrade(
      RoutingContext context, Framing framing, Function<Connection, Consumer<String>> begin) {
    var request = context.request();
    String key = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        || request.version() != HttpVersion.HTTP_1_1) {
      context.fail(Problem.badRequest("this address speaks WebSocket only"));
    } else if (!Origins.allowed(request, settings)) {
      context.fail(Problem.denied("this web origin is not allowed"));
    } else if (!Handshake.VERSION.equals(
        request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      context
          .response()
          .setStatusCode(UPGRADE_REQUIRED)
          .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
          .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, Handshake.VERSION)
          .end();
    } else if (!Handshake.isKey(key)) {
      context.fail(Problem.badRequest("not a WebSocket handshake"));
    } else {
      request
          .response()
          .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
          .putHeader(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, Handshake.accept(key));
      takeOver(context, framing, begin);
    }
  }

  /** Makes the channel ours; of what HTTP needed nothing stays. */
  private void takeOver(
      RoutingContext context, Framing framing, Function<Connection, Consumer<String>> begin) {
    var request = context.request();
    Call.Origin origin = origin(request);
    Channel channel = ((ConnectionBase) request.connection()).channel();
    ChannelPipeline pipeline = channel.pipeline();
    var socket = new WireSocket(loop, reception);
    // Before the switch, so that bytes which came with the handshake are not lost in it.
    pipeline.addBefore(HTTP_HANDLER, null, socket);
    request
        .toNetSocket()
        .onSuccess(
            ok -> {
              if (!channel.isActive()) {
                // Who has gone meanwhile is not let in: nobody would tell of the end.
                return;
              }
              pipeline.remove(HTTP_HANDLER);
              if (pipeline.get(IdleStateHandler.class) != null) {
                // Silence is watched for all sockets at once.
                pipeline.remove(IdleStateHandler.class);
              }
              var transport = new WireTransport(channel, framing, flusher, loop);
              socket.begin(transport, reception.admit(transport, origin), begin);
            })
        .onFailure(
            e -> {
              if (pipeline.context(socket) != null) {
                pipeline.remove(socket);
              }
              context.fail(Problem.badRequest("not a WebSocket handshake"));
            });
  }

  private void xhr(io.vertx.ext.web.handler.sockjs.SockJSSocket socket) {
    // SockJS may call on whatever loop carried the latest poll; the connection stays on this one.
    loop.execute(
        () -> {
          String peer = socket.remoteAddress() == null ? "" : socket.remoteAddress().hostAddress();
          String address = ClientAddress.of(peer, socket.headers(), settings);
          var origin = new Call.Origin(address, "", null, OpaqueId.random('t'));
          Connection connection = reception.admit(new XhrTransport(socket, loop), origin);
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
    if (connection.transport() instanceof XhrTransport xhr && xhr.isClosing()) {
      return;
    }
    if (connection.transport().isFull()) {
      connection.close(CloseCode.TOO_SLOW);
    } else {
      reception.frame(connection, text);
    }
  }

  private Call.Origin origin(HttpServerRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return new Call.Origin(
        ClientAddress.of(request, settings),
        agent == null ? "" : agent.substring(0, Math.min(agent.length(), 256)),
        null,
        OpaqueId.random('t'));
  }
}
