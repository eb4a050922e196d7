package chat.tertulia.history;

import chat.tertulia.history.api.ChangeApi;
import chat.tertulia.history.api.HistoryApi;
import chat.tertulia.history.api.ThreadApi;
import chat.tertulia.history.domain.Announcer;
import chat.tertulia.history.domain.AppendMeter;
import chat.tertulia.history.domain.AppendQueue;
import chat.tertulia.history.domain.Changing;
import chat.tertulia.history.domain.EpochWatch;
import chat.tertulia.history.domain.Forwarding;
import chat.tertulia.history.domain.Posting;
import chat.tertulia.history.domain.ReadMarks;
import chat.tertulia.history.domain.Reading;
import chat.tertulia.history.domain.ThreadReading;
import chat.tertulia.history.domain.Wording;
import chat.tertulia.history.store.Sql;
import chat.tertulia.history.store.SqlAppends;
import chat.tertulia.history.store.SqlChanges;
import chat.tertulia.history.store.SqlMarks;
import chat.tertulia.history.store.SqlRoomLog;
import chat.tertulia.history.store.SqlSurroundings;
import chat.tertulia.history.store.SqlThreads;
import chat.tertulia.history.store.SqlTranscripts;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.runtime.ServiceOperations;
import chat.tertulia.shared.sql.Database;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;

/** The room log as a service: append, pages, read marks. */
public final class HistoryVerticle extends VerticleBase {
  /** How long a stop waits for appends under way, in milliseconds. */
  private static final long DRAIN_MS = 3_000;

  /**
   * Connections for changes of messages: those that wait for a held room keep no reader waiting.
   */
  private static final int CHANGES_UNDER_WAY = 4;

  private static final String ROLE = "tertulia_history";

  private final Node node;
  private final DatabaseSettings databaseSettings;
  private final HistorySettings settings;
  private final FileSettings fileSettings;
  private Database reads;
  private Database appends;
  private SearchPart search;
  private FilesPart files;
  private Database changes;
  private AppendQueue queue;
  private HttpServer server;

  public HistoryVerticle(
      Node node, DatabaseSettings database, HistorySettings settings, FileSettings files) {
    this.node = node;
    this.databaseSettings = database;
    this.settings = settings;
    this.fileSettings = files;
  }

  @Override
  public Future<?> start() {
    var bus = new VertxBus(vertx);
    var gate = TokenGate.overBus(vertx, bus);
    reads = Database.open(vertx, databaseSettings, ROLE);
    // Connections of their own: a flood of readers must not keep sends from being committed.
    appends =
        Database.open(vertx, databaseSettings.withConnections(AppendQueue.MAX_UNDER_WAY), ROLE);
    changes = Database.open(vertx, databaseSettings.withConnections(CHANGES_UNDER_WAY), ROLE);
    var epochs = new EpochWatch(new SqlRoomLog(new Sql(reads, () -> {}))::epoch);
    search = new SearchPart(vertx, databaseSettings, ROLE, epochs);
    var notices = new BusAnnouncer(bus, node.settings().shards());
    var announcer = search.after(notices);
    files = new FilesPart(vertx, fileSettings, reads);
    queue = appendQueue(announcer, epochs);
    var sql = new Sql(reads, epochs::doubt);
    var wording = new Wording(new SqlSurroundings(sql));
    var posting = new Posting(queue, wording, notices, files.sharing()::named);
    var api =
        new HistoryApi(
            posting,
            new Reading(new SqlRoomLog(sql), new SqlTranscripts(sql), epochs),
            new ReadMarks(new SqlMarks(sql), announcer));
    var operations = new ServiceOperations(vertx, bus, gate, node.settings());
    api.bind(operations);
    search.bind(operations);
    files.bind(operations);
    var changing =
        new Changing(new SqlChanges(new Sql(changes, epochs::doubt), sql), wording, announcer);
    new ChangeApi(changing).bind(operations);
    var threads = new ThreadReading(new SqlThreads(sql), changing, notices);
    new ThreadApi(threads, new Forwarding(changing, posting)).bind(operations);
    node.health().check("history-keys", gate::ready);
    node.beforeStop(Node.Drain.REQUESTS, operations::drain);
    node.health().check("database", reads::ping);
    vertx.setPeriodic(EpochWatch.EVERY_MS, timer -> epochs.refresh());
    vertx.setPeriodic(AppendQueue.TICK_MS, timer -> queue.tick());
    return reads
        .awaitAnswer()
        .compose(ok -> gate.open())
        .compose(ok -> epochs.refresh())
        .compose(ok -> files.start())
        .compose(
            ok ->
                operations.listen(
                    node.settings().host(),
                    settings.port(),
                    "TERTULIA_HISTORY_PORT",
                    "Tertulia history"))
        .onSuccess(
            listening -> {
              server = listening;
              search.start();
            });
  }

  private AppendQueue appendQueue(Announcer announcer, EpochWatch epochs) {
    return new AppendQueue(
        new SqlAppends(new Sql(appends, epochs::doubt)),
        announcer,
        new AppendMeter(node.metrics()),
        settings.appendBatch(),
        settings.appendQueue(),
        task -> context.runOnContext(none -> task.run()));
  }

  @Override
  public Future<?> stop() {
    Future<?> closed = server == null ? Future.succeededFuture() : server.close();
    return closed
        .transform((ok, failed) -> queue.close().timeout(DRAIN_MS, TimeUnit.MILLISECONDS))
        .transform((ok, failed) -> search == null ? Future.succeededFuture() : search.close())
        .transform((ok, failed) -> files == null ? Future.succeededFuture() : files.close())
        .transform((ok, failed) -> appends.close())
        .transform((ok, failed) -> changes.close())
        .transform((ok, failed) -> reads.close());
  }

  /** Removes now what would be removed soon: files that nothing names. */
  void collectFiles() {
    context.runOnContext(none -> files.collect());
  }

  /** The REST port really bound. */
  public int port() {
    return server.actualPort();
  }
}
