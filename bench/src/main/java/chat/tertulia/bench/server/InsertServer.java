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
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one would write first: a WebSocket whose every post is one INSERT with its commit, answered
 * when the database has answered. It checks no rights, finds no repeats, keeps no order and numbers
 * rooms from memory. It reads what a client of Tertulia sends and answers the same.
 */
public final class InsertServer {
  /** Connections to the database; more made it no faster on two cores. */
  private static final int CONNECTIONS = 32;

  private static final Map<String, AtomicLong> HEADS = new ConcurrentHashMap<>();

  private InsertServer() {}

  public static void main(String[] arguments) throws Exception {
    Probe.start();
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Pool pool = pool(vertx, System.getenv());
    pool.query(InsertTable.CREATE).execute().toCompletionStage().toCompletableFuture().get();
    var port = new AtomicInteger();
    int cores = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(() -> new Door(port, pool), new DeploymentOptions().setInstances(cores))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    Probe.ready(port.get());
  }

  private static Pool pool(Vertx vertx, Map<String, String> settings) {
    var database =
        new PgConnectOptions()
            .setHost(settings.get("TERTULIA_DB_HOST"))
            .setPort(Integer.parseInt(settings.get("TERTULIA_DB_PORT")))
            .setDatabase(settings.get("TERTULIA_DB_NAME"))
            .setUser(settings.get("TERTULIA_DB_ADMIN_USER"))
            .setPassword(settings.get("TERTULIA_DB_ADMIN_PASSWORD"))
            .setCachePreparedStatements(true);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(CONNECTIONS).setMaxWaitQueueSize(-1))
        .connectingTo(database)
        .using(vertx)
        .build();
  }

  private static final class Door extends VerticleBase {
    private final AtomicInteger port;
    private final Pool pool;

    Door(AtomicInteger port, Pool pool) {
      this.port = port;
      this.pool = pool;
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
      long seq = HEADS.computeIfAbsent(room, r -> new AtomicLong()).incrementAndGet();
      OffsetDateTime at = OffsetDateTime.now(ZoneOffset.UTC);
      String client = post.getString("clientId");
      var body = new JsonObject().put("content", post.getString("content")).put("clientId", client);
      // Every sender of the benchmark has client ids of its own in a room of its own.
      Tuple row =
          Tuple.of(room, seq, "message", "u" + post.getString("content").substring(1, 5), "Person")
              .addOffsetDateTime(at)
              .addString(client)
              .addString(body.encode());
      return pool.preparedQuery(InsertTable.INSERT)
          .execute(row)
          .map(done -> new JsonObject().put("seq", seq).put("at", at.toString()));
    }

    private static void reply(
        ServerWebSocket socket, String address, JsonObject body, boolean sockJs) {
      String text =
          new JsonObject().put("type", "rec").put("address", address).put("body", body).encode();
      socket.writeTextMessage(sockJs ? "a" + new JsonArray().add(text).encode() : text);
    }
  }
}
