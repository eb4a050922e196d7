package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.protocol.SockJsFrames;
import chat.tertulia.gateway.room.Entrance;
import chat.tertulia.gateway.room.HeadCheck;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Loop;
import java.util.List;

/**
 * What becomes of a socket once it is one, whatever carries it: texts come in here, answers go out
 * by its {@link Transport}. One for a loop; knows no network.
 */
public final class Reception {
  /** Largest frame or message a client may send, in bytes. */
  public static final int MAX_FRAME_BYTES = 64 * 1024;

  /** Sends and requests allowed at once, as a multiple of the rate per second. */
  static final int BURST = 10;

  private final Loop loop;
  private final GatewaySettings settings;
  private final Connections connections;
  private final SocketCounts counts;
  private final PostBatcher batcher;
  private final Sessions sessions;
  private final SocketOperations operations;
  private final FrameHandler frames;

  /** What a loop's sockets need. */
  public record Parts(
      Loop loop,
      GatewaySettings settings,
      Bus bus,
      TokenCheck tokens,
      Connections connections,
      SocketCounts counts,
      Entrance entrance,
      HeadCheck heads,
      Presence presence,
      LiveMetrics metrics,
      int shards,
      PostStored stored) {}

  public Reception(Parts parts) {
    this.loop = parts.loop();
    this.settings = parts.settings();
    this.connections = parts.connections();
    this.counts = parts.counts();
    this.batcher = new PostBatcher(loop, parts.bus(), parts.stored());
    this.sessions =
        new Sessions(loop, parts.tokens(), connections, counts, parts.heads(), parts.presence());
    this.operations = new SocketOperations(loop, parts.bus(), parts.presence(), parts.shards());
    this.frames = new FrameHandler(loop, parts.entrance(), parts.metrics(), sessions, operations);
  }

  /** Lets a socket in; null, and closed, when its address has too many already. */
  public Connection admit(Transport transport, Call.Origin origin) {
    if (!counts.connect(origin.address())) {
      transport.close(CloseCode.TOO_MANY);
      return null;
    }
    long now = loop.nanoTime();
    int rate = settings.framesPerSecond();
    var connection =
        new Connection(
            transport,
            origin,
            new TokenBucket(rate, (double) rate * BURST, now),
            new PostLane(batcher, counts.posts(), loop),
            now);
    connections.add(connection);
    return connection;
  }

  /** One bridge frame from the client. Never throws: a bad one is answered. */
  public void frame(Connection connection, String text) {
    frames.handle(connection, text);
  }

  /** One SockJS text: several bridge frames in an array. */
  void packed(Connection connection, String text) {
    try {
      SockJsFrames.messages(text).forEach(one -> frames.handle(connection, one));
    } catch (Problem e) {
      // What cannot be unpacked counts like any frame.
      if (connection.admit(loop.nanoTime())) {
        connection.err(null, e);
      } else if (connection.isFlooding()) {
        connection.close(CloseCode.TOO_MANY);
      }
    }
  }

  /** Signs a socket in whose token came with its URL. */
  void signIn(Connection connection, String token) {
    sessions.open(connection, token, new BridgeReply(connection, null));
  }

  /** A socket that follows one room by lines. */
  LineProtocol line(Connection connection, String room) {
    return new LineProtocol(connection, loop, room, sessions, frames);
  }

  /** A sign of life below the frames. */
  public void heard(Connection connection) {
    connection.heard(loop.nanoTime());
  }

  /** The socket has gone; harmless when said twice. */
  public void closed(Connection connection) {
    if (!connection.isOpen()) {
      return;
    }
    connection.gone();
    List.copyOf(connection.rooms().values()).forEach(Subscription::end);
    connections.remove(connection);
    counts.disconnect(connection.origin().address());
    sessions.closed(connection);
  }
}
