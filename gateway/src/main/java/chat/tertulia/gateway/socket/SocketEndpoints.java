package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.LiveMetrics;
import chat.tertulia.gateway.http.ClientAddress;
import chat.tertulia.gateway.http.Origins;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.gateway.protocol.SockJsFrames;
import chat.tertulia.gateway.room.Entrance;
import chat.tertulia.gateway.room.HeadCheck;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.shared.token.TokenGate;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
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
  /** Largest frame or message a client may send, in bytes. */
  public static final int MAX_FRAME_BYTES = 64 * 1024;

  /** Sends and requests allowed at once, as a multiple of the rate per second. */
  static final int BURST = 10;

  private final Vertx vertx;
  private final Context loop;
  private final GatewaySettings settings;
  private final Connections connections;
  private final SocketCounts counts;
  private final Presence presence;
  private final PostBatcher batcher;
  private final Flusher flusher;
  private final Sessions sessions;
  private final SocketOperations operations;
  private final FrameHandler frames;

  /** What a loop's sockets need. */
  public record Parts(
      Vertx vertx,
      Context loop,
      GatewaySettings settings,
      Bus bus,
      TokenGate gate,
      Connections connections,
      SocketCounts counts,
      Entrance entrance,
      HeadCheck heads,
      Presence presence,
      LiveMetrics metrics,
      int shards) {}

  public SocketEndpoints(Parts parts) {
    this.vertx = parts.vertx();
    this.loop = parts.loop();
    this.settings = parts.settings();
    this.connections = parts.connections();
    this.counts = parts.counts();
    this.presence = parts.presence();
    this.batcher = new PostBatcher(parts.vertx(), parts.bus());
    this.flusher = new Flusher(((ContextInternal) parts.loop()).nettyEventLoop());
    this.sessions =
        new Sessions(
            parts.gate(), parts.connections(), parts.counts(), parts.heads(), parts.presence());
    this.operations =
        new SocketOperations(parts.loop(), parts.bus(), parts.presence(), parts.shards());
    this.frames = new FrameHandler(parts.entrance(), parts.metrics(), sessions, operations);
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
    Consumer<String> one = text -> frames.handle(connection, text);
    listen(socket, connection, sockJs ? text -> unpack(connection, text, one) : one);
    String token = context.request().getParam("token");
    if (token != null) {
      sessions.open(connection, token, new BridgeReply(connection, null));
    }
  }

  private static Channel channelOf(RoutingContext context) {
    return ((ConnectionBase) context.request().connection()).channelHandlerContext().channel();
  }

  private static void unpack(Connection connection, String text, Consumer<String> one) {
    try {
      SockJsFrames.messages(text).forEach(one);
    } catch (Problem e) {
      // What cannot be unpacked counts like any frame.
      if (connection.admit(System.nanoTime())) {
        connection.err(null, e);
      } else if (connection.isFlooding()) {
        connection.close(CloseCode.TOO_MANY);
      }
    }
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
    var line = new LineProtocol(connection, context.pathParam("roomId"), sessions, frames);
    listen(socket, connection, line::handle);
    line.open(context.request().getParam("token"), context.request().getParam("since"));
  }

  private void listen(ServerWebSocket socket, Connection connection, Consumer<String> handler) {
    new TextAssembly(socket, connection, handler).listen();
    socket.pongHandler(b -> connection.heard(System.nanoTime()));
    socket.exceptionHandler(e -> {});
    socket.closeHandler(v -> closed(connection));
  }

  private void xhr(io.vertx.ext.web.handler.sockjs.SockJSSocket socket) {
    // SockJS may call on whatever loop carried the latest poll; the connection stays on this one.
    loop.runOnContext(
        v -> {
          String peer = socket.remoteAddress() == null ? "" : socket.remoteAddress().hostAddress();
          String address = ClientAddress.of(peer, socket.headers(), settings);
          var origin = new Call.Origin(address, "", null, OpaqueId.random('t'));
          Connection connection = admit(new XhrTransport(socket), origin);
          if (connection == null) {
            return;
          }
          socket.handler(bytes -> loop.runOnContext(t -> polled(connection, bytes.toString())));
          socket.endHandler(e -> loop.runOnContext(t -> closed(connection)));
          socket.exceptionHandler(e -> loop.runOnContext(t -> closed(connection)));
        });
  }

  /** A polling client cannot be paused: one that asks on without reading is closed. */
  private void polled(Connection connection, String text) {
    if (connection.transport().isFull()) {
      connection.close(CloseCode.TOO_SLOW);
    } else {
      frames.handle(connection, text);
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
    Connection connection = admit(transport, origin);
    if (connection == null) {
      refused.run();
    }
    return connection;
  }

  private Connection admit(Transport transport, Call.Origin origin) {
    if (!counts.connect(origin.address())) {
      transport.close(CloseCode.TOO_MANY);
      return null;
    }
    long now = System.nanoTime();
    int rate = settings.framesPerSecond();
    var connection =
        new Connection(
            transport,
            origin,
            new TokenBucket(rate, (double) rate * BURST, now),
            new PostLane(batcher),
            now);
    connections.add(connection);
    return connection;
  }

  private void closed(Connection connection) {
    if (!connection.isOpen()) {
      return;
    }
    connection.gone();
    java.util.List.copyOf(connection.rooms().values()).forEach(Subscription::end);
    connections.remove(connection);
    counts.disconnect(connection.origin().address());
    sessions.closed(connection);
    presence.unwatch(operations.watcherOf(connection));
  }
}
