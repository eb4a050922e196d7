package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.protocol.ClientFrame;
import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.room.Entrance;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each kind of client frame does. One for a loop. */
final class FrameHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

  private final Loop loop;
  private final Entrance entrance;
  private final LiveMetrics metrics;
  private final Sessions sessions;
  private final SocketOperations operations;

  FrameHandler(
      Loop loop,
      Entrance entrance,
      LiveMetrics metrics,
      Sessions sessions,
      SocketOperations operations) {
    this.loop = loop;
    this.entrance = entrance;
    this.metrics = metrics;
    this.sessions = sessions;
    this.operations = operations;
  }

  /** One frame of text. Never throws: a bad frame is answered and the socket lives. */
  void handle(Connection connection, String text) {
    if (!connection.admit(loop.nanoTime())) {
      refuse(connection, text);
      return;
    }
    // Frames sent right behind session.open wait for its verdict, in order.
    sessions.afterOpening(connection, () -> obey(connection, text));
  }

  private void obey(Connection connection, String text) {
    if (!connection.isOpen()) {
      return;
    }
    try {
      perform(connection, ClientFrame.read(text));
    } catch (ClientFrame.Malformed e) {
      connection.err(e.replyAddress(), e.problem());
    } catch (RuntimeException e) {
      LOG.error("frame failed trace={}", connection.origin().trace(), e);
      connection.err(null, Problem.of(ErrorCode.INTERNAL, "internal error"));
    }
  }

  private static void refuse(Connection connection, String text) {
    if (connection.isFlooding()) {
      connection.close(CloseCode.TOO_MANY);
      return;
    }
    String replyAddress = null;
    try {
      if (ClientFrame.read(text) instanceof ClientFrame.Send send) {
        replyAddress = send.replyAddress();
        SocketOperations.refused(connection, send.address(), send.body());
      }
    } catch (ClientFrame.Malformed e) {
      replyAddress = e.replyAddress();
    }
    connection.err(
        replyAddress, Problem.of(ErrorCode.RATE_LIMITED, "too many frames on this socket"));
  }

  private void perform(Connection connection, ClientFrame frame) {
    switch (frame) {
      case ClientFrame.Ping ping -> connection.transport().pong();
      case ClientFrame.Register register -> register(connection, register);
      case ClientFrame.Unregister unregister -> unregister(connection, unregister.address());
      case ClientFrame.Send send -> send(connection, send);
      case ClientFrame.Publish publish ->
          connection.err(publish.address(), Problem.denied("clients send, they do not publish"));
    }
  }

  private void send(Connection connection, ClientFrame.Send send) {
    var reply = new BridgeReply(connection, send.replyAddress());
    if (send.address().startsWith(Sessions.PREFIX)) {
      sessions.handle(connection, send.address(), send.body(), reply);
    } else if (connection.caller() == null) {
      reply.fail(notSignedIn());
    } else {
      operations.handle(connection, send.address(), send.body(), reply);
    }
  }

  private void register(Connection connection, ClientFrame.Register register) {
    String address = register.address();
    if (connection.caller() == null) {
      connection.err(address, notSignedIn());
    } else if (address.equals(Frames.USER_PREFIX + connection.caller().user().value())) {
      connection.hearsUser(true);
    } else if (address.startsWith(Frames.ROOM_PREFIX)) {
      follow(connection, address, register.since(), register.epoch());
    } else {
      connection.err(address, Problem.denied("this address is not open to clients"));
    }
  }

  /** Follows a room; registering again begins anew from the number given. */
  void follow(Connection connection, String address, Long since, String epoch) {
    RoomId room;
    try {
      room = new RoomId(address.substring(Frames.ROOM_PREFIX.length()));
    } catch (Problem e) {
      connection.err(address, Problem.denied("not a member of this room"));
      return;
    }
    Subscription before = connection.rooms().get(room);
    if (before != null) {
      before.end();
    } else if (connection.rooms().size() >= Connection.MAX_ROOMS) {
      connection.err(
          address,
          Problem.of(
              ErrorCode.RATE_LIMITED,
              "a socket follows at most " + Connection.MAX_ROOMS + " rooms"));
      return;
    }
    var place = new Subscription(connection, room, entrance, metrics);
    connection.rooms().put(room, place);
    connection
        .entering()
        .run(() -> entrance.enter(room, place, since, epoch))
        .onFailure(
            e -> {
              boolean wanted = place.isWanted();
              place.end();
              if (wanted) {
                connection.err(address, BridgeReply.problem(e));
              }
            });
  }

  private static void unregister(Connection connection, String address) {
    if (address.startsWith(Frames.USER_PREFIX)) {
      connection.hearsUser(false);
    } else if (address.startsWith(Frames.ROOM_PREFIX)) {
      connection.rooms().entrySet().stream()
          .filter(e -> address.equals(Frames.ROOM_PREFIX + e.getKey().value()))
          .findFirst()
          .ifPresent(e -> e.getValue().end());
    }
  }

  private static Problem notSignedIn() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "send session.open with a token first");
  }
}
