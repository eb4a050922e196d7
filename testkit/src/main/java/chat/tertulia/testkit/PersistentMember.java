package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A member who talks and listens through one socket and never gives up: whenever it breaks they
 * come back, resume after the last number they have, and send again, in order, what was not
 * acknowledged, each under its first client id. Tells a {@link Checker} everything.
 *
 * <p>Lives on one event loop; {@link #says} and {@link #leave} may be called from any thread.
 */
public final class PersistentMember {
  /** Posts under way at most; the rest waits its turn. */
  private static final int WINDOW = 16;

  private static final long RETRY_MS = 100;
  private static final long ANSWER_WITHIN_MS = 8_000;

  private final Vertx vertx;
  private final io.vertx.core.Context loop;
  private final WebSocketClient client;
  private final int port;
  private final Actor actor;
  private final Room room;
  private final Checker checker;
  private final Deque<Post> waiting = new ArrayDeque<>();
  private final Map<String, Post> underWay = new LinkedHashMap<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private WebSocket socket;
  private boolean live;
  private boolean over;
  private int connections;
  private int said;

  private record Post(String clientId, String content) {}

  private PersistentMember(Vertx vertx, int port, Actor actor, Room room, Checker checker) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setConnectTimeout(1_000));
    this.port = port;
    this.actor = actor;
    this.room = room;
    this.checker = checker;
  }

  /**
   * Begins to follow the room.
   *
   * @param after the number up to which they have everything
   */
  public static PersistentMember of(
      World world, Actor actor, Room room, long after, Checker checker) {
    checker.follows(actor.name(), after);
    var member = new PersistentMember(world.vertx(), world.url().getPort(), actor, room, checker);
    member.loop.runOnContext(v -> member.connect());
    return member;
  }

  /** Posts sooner or later. */
  public void says(String content) {
    loop.runOnContext(
        v -> {
          var post = new Post(actor.name() + "-" + ++said, content);
          checker.sends(actor.name(), post.clientId(), content);
          waiting.add(post);
          pump();
        });
  }

  /** How many posts were under way when a connection broke; each was sent again. */
  public int unanswered() {
    return unanswered.get();
  }

  /** Ends it; what is not acknowledged stays so. */
  public CompletableFuture<Void> leave() {
    loop.runOnContext(
        v -> {
          over = true;
          client.close().onComplete(done -> left.complete(null));
        });
    return left;
  }

  private void connect() {
    if (over) {
      return;
    }
    int connection = ++connections;
    client
        .connect(port, "127.0.0.1", "/eventbus/websocket")
        .onSuccess(opened -> welcome(opened, connection))
        .onFailure(e -> again(connection));
  }

  private void welcome(WebSocket opened, int connection) {
    socket = opened;
    opened.textMessageHandler(text -> hear(Json.readObject(text), connection));
    opened.exceptionHandler(e -> {});
    opened.closeHandler(v -> again(connection));
    send("session.open", Json.object().put("token", actor.token()), "open");
    var register = Json.object().put("type", "register").put("address", room.address());
    register.putObject("headers").put("since", Long.toString(checker.lastSeenBy(actor.name())));
    opened.writeTextMessage(register.toString());
  }

  /** The connection has gone or never came; the newest one counts. */
  private void again(int connection) {
    if (connection != connections || over) {
      return;
    }
    live = false;
    socket = null;
    connections++;
    var again = new ArrayList<>(underWay.values());
    underWay.clear();
    unanswered.addAndGet(again.size());
    again.reversed().forEach(waiting::addFirst);
    vertx.setTimer(RETRY_MS, t -> connect());
  }

  private void hear(JsonNode frame, int connection) {
    if (connection != connections || over) {
      return;
    }
    String address = frame.path("address").asText();
    if (address.equals(room.address())) {
      inTheRoom(frame, connection);
    } else if (underWay.containsKey(address)) {
      answered(frame, underWay.remove(address), connection);
    } else if (address.equals("open") && frame.path("type").asText().equals("err")) {
      cut(connection);
    }
  }

  private void inTheRoom(JsonNode frame, int connection) {
    JsonNode body = frame.path("body");
    if (frame.path("type").asText().equals("err")) {
      cut(connection);
    } else if (body.has("seq")) {
      checker.sees(actor.name(), body);
    } else if (body.path("type").asText().equals("live")) {
      live = true;
      pump();
    } else if (body.path("type").asText().equals("lagged")) {
      cut(connection);
    }
  }

  private void answered(JsonNode frame, Post post, int connection) {
    if (frame.path("type").asText().equals("rec")) {
      checker.acknowledges(post.clientId(), frame.path("body").path("seq").asLong());
      pump();
    } else {
      // Everything behind it must not overtake it: begin anew with it at the head.
      var kept = new LinkedHashMap<String, Post>();
      kept.put(post.clientId(), post);
      kept.putAll(underWay);
      underWay.clear();
      underWay.putAll(kept);
      cut(connection);
    }
  }

  private void pump() {
    while (live && !waiting.isEmpty() && underWay.size() < WINDOW) {
      Post post = waiting.poll();
      underWay.put(post.clientId(), post);
      send(
          "room.post",
          SocketClient.message(room.id(), post.clientId(), post.content()),
          post.clientId());
      int connection = connections;
      vertx.setTimer(
          ANSWER_WITHIN_MS,
          t -> {
            if (connection == connections && underWay.containsKey(post.clientId())) {
              cut(connection);
            }
          });
    }
  }

  private void send(String address, ObjectNode body, String replyAddress) {
    var frame = Json.object().put("type", "send").put("address", address);
    frame.put("replyAddress", replyAddress).set("body", body);
    socket.writeTextMessage(frame.toString());
  }

  private void cut(int connection) {
    WebSocket broken = socket;
    again(connection);
    if (broken != null) {
      broken.close();
    }
  }
}
