package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.room.HeadCheck;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.loop.Loop;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Who a socket belongs to: {@code session.open} and {@code session.renew}. One for a loop. */
final class Sessions {
  static final String PREFIX = "session.";

  /** Frames that may wait behind a {@code session.open}. */
  static final int MAX_WAITING = 256;

  private final Loop loop;
  private final TokenCheck tokens;
  private final Connections connections;
  private final SocketCounts counts;
  private final HeadCheck heads;
  private final Presence presence;
  private final Map<Connection, Opening> opening = new HashMap<>();

  Sessions(
      Loop loop,
      TokenCheck tokens,
      Connections connections,
      SocketCounts counts,
      HeadCheck heads,
      Presence presence) {
    this.loop = loop;
    this.tokens = tokens;
    this.connections = connections;
    this.counts = counts;
    this.heads = heads;
    this.presence = presence;
  }

  private static final class Opening {
    private final Future<?> verdict;
    private int waiting;

    Opening(Future<?> verdict) {
      this.verdict = verdict;
    }
  }

  /** Runs a task once no {@code session.open} of this socket is under way. */
  void afterOpening(Connection connection, Runnable task) {
    Opening first = opening.get(connection);
    if (first == null) {
      task.run();
    } else if (first.waiting++ < MAX_WAITING) {
      first.verdict.onComplete(done -> task.run());
    } else {
      connection.close(CloseCode.TOO_MANY);
    }
  }

  void handle(Connection connection, String address, ObjectNode body, Reply reply) {
    String token = body.path("token").asText("");
    switch (address) {
      case "session.open" -> open(connection, token, reply);
      case "session.renew" -> renew(connection, token, reply);
      default -> reply.fail(Problem.denied("this address is not open to clients"));
    }
  }

  /** Verifies the token and gives the socket its owner. */
  void open(Connection connection, String token, Reply reply) {
    if (connection.caller() != null) {
      renew(connection, token, reply);
      return;
    }
    Future<Caller> verdict = tokens.verify(token).compose(caller -> admit(connection, caller));
    if (!verdict.isComplete()) {
      var first = new Opening(verdict);
      opening.put(connection, first);
      verdict.onComplete(done -> opening.remove(connection));
    }
    verdict
        .onSuccess(caller -> reply.done(welcome(caller)))
        .onFailure(
            e -> {
              Problem problem = BridgeReply.problem(e);
              reply.fail(problem);
              closeFor(connection, problem);
            });
  }

  private static void closeFor(Connection connection, Problem problem) {
    if (problem.code() == ErrorCode.RATE_LIMITED) {
      connection.close(CloseCode.TOO_MANY);
    } else if (problem.code() == ErrorCode.SESSION_ENDED) {
      connection.close(CloseCode.SESSION_OVER);
    } else if (problem.code().status() == 401) {
      connection.close(CloseCode.NOT_AUTHENTICATED);
    }
  }

  private Future<Caller> admit(Connection connection, Caller caller) {
    if (!connection.isOpen()) {
      return Future.failedFuture(Problem.badRequest("the socket has gone"));
    }
    if (!counts.signIn(caller.user())) {
      return Future.failedFuture(
          Problem.of(ErrorCode.RATE_LIMITED, "too many sockets of one person"));
    }
    connection.caller(caller);
    connection.userBucket(counts.bucketOf(caller.user(), loop.nanoTime()));
    connections.signedIn(connection);
    presence.connected(caller.user(), new Watch(connection, loop));
    return Future.succeededFuture(caller);
  }

  private void renew(Connection connection, String token, Reply reply) {
    if (connection.caller() == null) {
      reply.fail(Problem.of(ErrorCode.UNAUTHENTICATED, "send session.open with a token first"));
      return;
    }
    UserId user = connection.caller().user();
    tokens
        .verify(token)
        .compose(
            caller ->
                caller.user().equals(user)
                    ? Future.succeededFuture(caller)
                    : Future.failedFuture(Problem.denied("the token belongs to someone else")))
        .onSuccess(
            caller -> {
              connection.caller(caller);
              reply.done(welcome(caller));
            })
        .onFailure(e -> reply.fail(BridgeReply.problem(e)));
  }

  /** The socket has gone. */
  void closed(Connection connection) {
    Caller caller = connection.caller();
    if (caller != null) {
      counts.signOut(caller.user());
      presence.disconnected(caller.user(), new Watch(connection, loop));
    }
  }

  private String welcome(Caller caller) {
    var json = Json.object();
    json.set("user", Json.tree(new Person(caller.user(), caller.name())));
    json.put("epoch", heads.epoch());
    json.put("heartbeatMs", Connections.HEARTBEAT.toMillis());
    json.putObject("limits")
        .put("frameBytes", Reception.MAX_FRAME_BYTES)
        .put("contentChars", Messages.MAX_CONTENT_CHARS)
        .put("rooms", Connection.MAX_ROOMS)
        .put("requests", Connection.MAX_REQUESTS);
    return json.toString();
  }
}
