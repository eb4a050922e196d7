package chat.tertulia.testkit;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A client of the event-bus bridge protocol that remembers every frame. Its methods block; use it
 * from a test thread.
 */
public final class SocketClient implements AutoCloseable {
  /** How long anything awaited may take. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What {@link #awaitClose()} gives when the connection ended without a close frame. */
  public static final int NO_CLOSE_FRAME = 1006;

  private static final long LOOK_EVERY_MS = 5;

  private final WebSocketClient client;
  private final boolean sockJs;
  private final AtomicInteger replies = new AtomicInteger();
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<String, CompletableFuture<JsonNode>> waiting =
      new ConcurrentHashMap<>();
  private volatile WebSocket socket;
  private volatile Integer closeCode;

  private SocketClient(WebSocketClient client, boolean sockJs) {
    this.client = client;
    this.sockJs = sockJs;
  }

  /** Connects to the raw WebSocket of a gateway. */
  public static SocketClient raw(Vertx vertx, int port) {
    return connect(vertx, port, "/eventbus/websocket", false);
  }

  /** Connects to the SockJS WebSocket of a gateway. */
  public static SocketClient sockJs(Vertx vertx, int port) {
    return connect(vertx, port, "/eventbus/000/testclient/websocket", true);
  }

  /** Connects to any path; for the line protocol and for attacks. */
  public static SocketClient connect(Vertx vertx, int port, String path, boolean sockJs) {
    var options = new WebSocketClientOptions().setMaxFrameSize(1 << 22).setMaxMessageSize(1 << 22);
    var self = new SocketClient(vertx.createWebSocketClient(options), sockJs);
    self.socket = await(self.client.connect(port, "127.0.0.1", path).map(self::listen));
    return self;
  }

  private WebSocket listen(WebSocket opened) {
    opened.textMessageHandler(this::received);
    opened.closeHandler(v -> closeCode = closeCodeOf(opened));
    opened.exceptionHandler(e -> {});
    return opened;
  }

  private static int closeCodeOf(WebSocket closed) {
    Short code = closed.closeStatusCode();
    return code == null ? NO_CLOSE_FRAME : code;
  }

  private void received(String text) {
    if (!sockJs) {
      frame(text);
    } else if (text.startsWith("a")) {
      JsonNode array = Json.readObject("{\"a\":" + text.substring(1) + "}").get("a");
      array.forEach(each -> frame(each.asText()));
    }
  }

  private void frame(String text) {
    JsonNode frame = Json.readObject(text);
    frames.add(frame);
    CompletableFuture<JsonNode> reply = waiting.remove(frame.path("address").asText());
    if (reply != null) {
      reply.complete(frame);
    }
  }

  /** Sends text as it is. */
  public void write(String text) {
    socket.writeTextMessage(sockJs ? "[" + Json.text(text) + "]" : text);
  }

  /** The socket itself, for attacks. */
  public WebSocket socket() {
    return socket;
  }

  /** Sends to an address; the reply frame, {@code rec} or {@code err}. */
  public JsonNode send(String address, ObjectNode body) {
    return await(sendLater(address, body));
  }

  /** Sends to an address without waiting. */
  public CompletableFuture<JsonNode> sendLater(String address, ObjectNode body) {
    String replyAddress = "reply-" + replies.incrementAndGet();
    var reply = new CompletableFuture<JsonNode>();
    waiting.put(replyAddress, reply);
    var frame = Json.object().put("type", "send").put("address", address);
    frame.put("replyAddress", replyAddress).set("body", body);
    write(frame.toString());
    return reply;
  }

  /** Opens the session; the reply frame. */
  public JsonNode open(String token) {
    return send("session.open", Json.object().put("token", token));
  }

  /** Posts a message; the reply frame. */
  public JsonNode post(String roomId, String clientId, String content) {
    return send("room.post", message(roomId, clientId, content));
  }

  /** The body of a {@code room.post}. */
  public static ObjectNode message(String roomId, String clientId, String content) {
    return Json.object().put("roomId", roomId).put("clientId", clientId).put("content", content);
  }

  /** Registers an address without waiting. */
  public void register(String address, Long since) {
    var frame = Json.object().put("type", "register").put("address", address);
    if (since != null) {
      frame.putObject("headers").put("since", since.toString());
    }
    write(frame.toString());
  }

  /** Follows a room and waits until it is live; the live frame's body. */
  public JsonNode follow(String roomId, Long since) {
    int before = frames.size();
    register("room." + roomId, since);
    return awaitFrame(
            "live in " + roomId,
            f -> {
              boolean mine = f.path("address").asText().equals("room." + roomId);
              return mine
                  && frames.indexOf(f) >= before
                  && (f.path("body").path("type").asText().equals("live")
                      || f.path("type").asText().equals("err"));
            })
        .path("body");
  }

  /** Every frame so far. */
  public List<JsonNode> frames() {
    return List.copyOf(frames);
  }

  /** The bodies of numbered entries of a room, in the order they came. */
  public List<JsonNode> entries(String roomId) {
    var found = new ArrayList<JsonNode>();
    for (JsonNode frame : frames) {
      if (frame.path("address").asText().equals("room." + roomId)
          && frame.path("body").has("seq")) {
        found.add(frame.path("body"));
      }
    }
    return found;
  }

  /** The numbers of a room's entries in the order they came. */
  public List<Long> numbers(String roomId) {
    return entries(roomId).stream().map(e -> e.path("seq").asLong()).toList();
  }

  /** Waits until the entry with this number came. */
  public void awaitNumber(String roomId, long seq) {
    awaitTrue("entry " + seq + " of " + roomId, () -> numbers(roomId).contains(seq));
  }

  /** Waits for a frame, also among those that came already. */
  public JsonNode awaitFrame(String reason, Predicate<JsonNode> wanted) {
    var found = new JsonNode[1];
    awaitTrue(
        reason,
        () -> {
          for (JsonNode frame : frames) {
            if (wanted.test(frame)) {
              found[0] = frame;
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  /** Waits until the server closed; the close code. */
  public int awaitClose() {
    awaitTrue("the socket is closed", () -> closeCode != null);
    return closeCode;
  }

  public boolean isClosed() {
    return closeCode != null;
  }

  /** Waits for a condition. */
  public static void awaitTrue(String reason, java.util.function.BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for: " + reason);
      }
      try {
        Thread.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private static <T> T await(Future<T> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    if (!isClosed()) {
      await(socket.close());
    }
    await(client.close());
  }
}
