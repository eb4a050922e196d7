package chat.tertulia.bench.server;

import chat.tertulia.bench.contender.InsertTable;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The durable chat one would build first: the stock bridge, whose hook makes one INSERT of what a
 * client publishes and lets it pass when the database has answered. The messages of a room wait for
 * each other, since the hook would reorder them otherwise. Rights, repeats and resumption it knows
 * nothing of, and numbers it takes from the client.
 */
public final class StockInsertServer {
  private static final PrometheusMeterRegistry METRICS =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private static final Timer COMMITS =
      Timer.builder("insert.commit").publishPercentileHistogram().register(METRICS);

  private StockInsertServer() {}

  public static void main(String[] arguments) throws Exception {
    Probe.start();
    Vertx vertx = Vertx.vertx();
    Pool pool = Database.pool(vertx);
    pool.query(InsertTable.CREATE).execute().toCompletionStage().toCompletableFuture().get();
    var port = new AtomicInteger();
    int cores = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(() -> new Bridge(port, pool), new DeploymentOptions().setInstances(cores))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    Probe.ready(port.get());
  }

  private static final class Bridge extends VerticleBase {
    private final AtomicInteger port;
    private final Pool pool;

    /** What each room's latest message waits for; a room has one sender here, so one loop. */
    private final Map<String, Future<?>> latest = new HashMap<>();

    Bridge(AtomicInteger port, Pool pool) {
      this.port = port;
      this.pool = pool;
    }

    @Override
    public Future<?> start() {
      var rooms = new PermittedOptions().setAddressRegex("room\\..+");
      var options =
          new SockJSBridgeOptions().addInboundPermitted(rooms).addOutboundPermitted(rooms);
      Router router = Router.router(vertx);
      router
          .route("/eventbus/*")
          .subRouter(SockJSHandler.create(vertx).bridge(options, this::onEvent));
      router.get("/metrics").handler(request -> request.end(METRICS.scrape()));
      return vertx
          .createHttpServer()
          .requestHandler(router)
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port.set(server.actualPort()));
    }

    private void onEvent(BridgeEvent event) {
      if (event.type() != BridgeEventType.PUBLISH) {
        event.complete(true);
        return;
      }
      JsonObject message = event.getRawMessage();
      String room = message.getString("address");
      Future<?> before = latest.getOrDefault(room, Future.succeededFuture());
      Future<?> stored = before.compose(done -> insert(room, message.getJsonObject("body")));
      latest.put(room, stored);
      stored.onSuccess(done -> event.complete(true)).onFailure(event::fail);
    }

    private Future<?> insert(String room, JsonObject entry) {
      JsonObject actor = entry.getJsonObject("actor");
      Tuple row =
          Tuple.of(
                  room,
                  Long.parseLong(entry.getValue("seq").toString()),
                  entry.getString("kind"),
                  actor.getString("id"),
                  actor.getString("name"))
              .addOffsetDateTime(OffsetDateTime.parse(entry.getString("at")))
              .addString(entry.getString("clientId"))
              .addString(entry.encode());
      Timer.Sample begun = Timer.start(METRICS);
      return pool.preparedQuery(InsertTable.INSERT)
          .execute(row)
          .onSuccess(done -> begun.stop(COMMITS));
    }
  }
}
