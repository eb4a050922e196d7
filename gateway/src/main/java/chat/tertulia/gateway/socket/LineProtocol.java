package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.shared.loop.Loop;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One room on one socket for bots and curiosity: entries come out as they are, {@code {content,
 * clientId?, replyTo?}} goes in and is answered by {@code {type: ack|err, clientId, …}}.
 */
final class LineProtocol {
  private final Connection connection;
  private final Loop loop;
  private final String room;
  private final Sessions sessions;
  private final FrameHandler frames;

  LineProtocol(
      Connection connection, Loop loop, String room, Sessions sessions, FrameHandler frames) {
    this.connection = connection;
    this.loop = loop;
    this.room = room;
    this.sessions = sessions;
    this.frames = frames;
  }

  /**
   * @param since the number the client has, or null
   */
  void open(String token, String since) {
    boolean number = since != null && since.matches("[0-9]{1,18}");
    sessions.open(
        connection,
        token,
        new Reply() {
          @Override
          public void done(String welcome) {
            frames.follow(
                connection, Frames.ROOM_PREFIX + room, number ? Long.valueOf(since) : null, null);
          }

          @Override
          public void fail(Problem problem) {
            connection.err(null, problem);
          }
        });
  }

  void handle(String text) {
    sessions.afterOpening(connection, () -> obey(text));
  }

  private void obey(String text) {
    String clientId = null;
    try {
      if (!connection.admit(loop.nanoTime())) {
        throw Problem.of(
            chat.tertulia.shared.error.ErrorCode.RATE_LIMITED, "too many messages on this socket");
      }
      ObjectNode json = Json.readObject(text);
      if (json.path("type").asText("").equals("ping")) {
        connection.transport().pong();
        return;
      }
      clientId = json.path("clientId").isTextual() ? json.path("clientId").asText() : null;
      post(json, clientId);
    } catch (Problem e) {
      connection.err(clientId, e);
      if (connection.isFlooding()) {
        connection.close(CloseCode.TOO_MANY);
      }
    }
  }

  /**
   * @param given the client's own id for it, or null: then it gets one that nobody can repeat
   */
  private void post(ObjectNode json, String given) {
    if (connection.caller() == null) {
      throw Problem.of(
          chat.tertulia.shared.error.ErrorCode.UNAUTHENTICATED, "a valid access token is needed");
    }
    String clientId = given == null ? OpaqueId.random('c') : given;
    json.put("roomId", room).put("clientId", clientId);
    var post =
        new Log.PostBy(connection.caller().person(), Json.convert(json, Messages.Post.class));
    if (given == null) {
      connection.lane().addOnce(post, ack(clientId));
    } else {
      connection.lane().add(post, ack(clientId));
    }
  }

  private Reply ack(String clientId) {
    return new Reply() {
      @Override
      public void done(String body) {
        if (connection.isOpen()) {
          String head = "{\"type\":\"ack\",\"clientId\":" + Json.text(clientId) + ",";
          connection.transport().rec(clientId, head + body.substring(1));
        }
      }

      @Override
      public void fail(Problem problem) {
        connection.err(clientId, problem);
      }
    };
  }
}
