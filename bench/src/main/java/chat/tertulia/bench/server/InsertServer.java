package chat.tertulia.bench.server;

import chat.tertulia.bench.contender.InsertTable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one would write first: a WebSocket whose every post is one INSERT with its commit, answered
 * when the database has answered. It takes the frames that a client of Tertulia sends and answers
 * the same, over 32 connections to a PostgreSQL with Tertulia's settings, into a table with the
 * columns and the two unique indexes of the room log. Two ways to the number of a message:
 *
 * <ul>
 *   <li>from memory: nothing is read and no two INSERTs wait for each other. The least that a
 *       durable send can cost, but only one process can do it, and not after a restart.
 *   <li>{@code numbered}: from the room's head in the same statement, so that it has no holes
 *       whatever fails and any number of processes may do it, as Tertulia's has.
 * </ul>
 *
 * <p>Neither checks rights, tells repeats from new posts, keeps the order of a sender or tells any
 * listener.
 */
public final class InsertServer {
  /** The argument for numbers from the database. */
  public static final String NUMBERED = "numbered";

  private static final Map<String, AtomicLong> HEADS = new ConcurrentHashMap<>();

  private InsertServer() {}

  public static void main(String[] arguments) throws Exception {
    Probe.start();
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Pool pool = Database.pool(vertx);
    pool.query(InsertTable.CREATE).execute().toCompletionStage().toCompletableFuture().get();
    boolean numbered = List.of(arguments).contains(NUMBERED);
    var port = new AtomicInteger();
    int cores = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(
            () -> new Door(port, pool, numbered), new DeploymentOptions().setInstances(cores))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    Probe.ready(port.get());
  }

  private static final class Door extends VerticleBase {
    private final AtomicInteger port;
    private final Pool pool;
    private final boolean numbered;

    Door(AtomicInteger port, Pool pool, boolean numbered) {
      this.port = port;
      this.pool = pool;
      this.numbered = numbered;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer()
          .webSocketHandler(this::greet)
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port.set(server.actualPort()));
    }

    private void greet(ServerWebSocket socket) {
      boolean sockJs = !socket.path().equals("/eventbus/websocket");
      if (sockJs) {
        socket.writeTextMessage("o");
      }
      socket.textMessageHandler(
          text -> {
            if (sockJs) {
              new JsonArray(text).forEach(each -> handle(socket, (String) each, true));
            } else {
              handle(socket, text, false);
            }
          });
    }

    private void handle(ServerWebSocket socket, String text, boolean sockJs) {
      var frame = new JsonObject(text);
      if (!"send".equals(frame.getString("type"))) {
        return;
      }
      String address = frame.getString("replyAddress");
      if (frame.getString("address").equals("session.open")) {
        reply(socket, address, new JsonObject(), sockJs);
        return;
      }
      insert(frame.getJsonObject("body"))
          .onSuccess(done -> reply(socket, address, done, sockJs))
          .onFailure(e -> socket.close((short) 1011, "insert failed"));
    }

    private Future<JsonObject> insert(JsonObject post) {
      String room = post.getString("roomId");
      Long seq = numbered ? null : next(room);
      OffsetDateTime at = OffsetDateTime.now(ZoneOffset.UTC);
      String client = post.getString("clientId");
      var body = new JsonObject().put("content", post.getString("content")).put("clientId", client);
      // Every sender of the benchmark has client ids of its own in a room of its own.
      Tuple row = numbered ? Tuple.of(room) : Tuple.of(room, seq);
      row.addString("message")
          .addString("u" + post.getString("content").substring(1, 5))
          .addString("Person")
          .addOffsetDateTime(at)
          .addString(client)
          .addString(body.encode());
      return pool.preparedQuery(numbered ? InsertTable.INSERT_NUMBERED : InsertTable.INSERT)
          .execute(row)
          .map(rows -> numbered ? rows.iterator().next().getLong("seq") : seq)
          .map(number -> new JsonObject().put("seq", number).put("at", at.toString()));
    }

    private static long next(String room) {
      return HEADS.computeIfAbsent(room, r -> new AtomicLong()).incrementAndGet();
    }

    private static void reply(
        ServerWebSocket socket, String address, JsonObject body, boolean sockJs) {
      String text =
          new JsonObject().put("type", "rec").put("address", address).put("body", body).encode();
      socket.writeTextMessage(sockJs ? "a" + new JsonArray().add(text).encode() : text);
    }
  }
}
