package chat.tertulia.gateway;

import chat.tertulia.gateway.http.Page;
import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.presence.LeasedPresence;
import chat.tertulia.gateway.presence.Preferences;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.presence.RedisPresence;
import chat.tertulia.gateway.room.HeadCheck;
import chat.tertulia.gateway.room.Loops;
import chat.tertulia.gateway.room.Sequencer;
import chat.tertulia.gateway.socket.SocketCounts;
import chat.tertulia.gateway.socket.UnreadBudget;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.http.AddressCounts;
import chat.tertulia.shared.http.WaitingConnections;
import chat.tertulia.shared.loop.VertxLoop;
import chat.tertulia.shared.runtime.Node;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One gateway: a verticle for each event loop, and what they share. Deploy it as one verticle; it
 * deploys its loops.
 */
public final class Gateway extends VerticleBase {
  private final Node node;
  private final GatewaySettings settings;
  private final Loops loops;
  private final SocketCounts counts;
  private final LiveMetrics metrics;
  private final UnreadBudget unread;
  private final Page page;
  private final WaitingConnections.Limits waitingLimits;
  private final AtomicInteger port = new AtomicInteger();
  private final List<GatewayVerticle> verticles = new CopyOnWriteArrayList<>();
  private HeadCheck heads;
  private LeasedPresence presence;

  /** Reads the page from the class path, blocking: call it on a main thread. */
  public Gateway(Node node, GatewaySettings settings) {
    this.node = node;
    this.settings = settings;
    this.loops = new Loops(node.settings().eventLoops(), node.settings().shards());
    this.counts = new SocketCounts(settings);
    this.metrics = new LiveMetrics(node.metrics());
    this.unread = new UnreadBudget(settings.unreadLimit());
    this.page = Page.load();
    this.waitingLimits =
        new WaitingConnections.Limits(
            node.settings().requestTime(),
            node.settings().keepAlive(),
            new AddressCounts(node.settings().waitingPerAddress()),
            settings.trustedNetworks());
  }

  @Override
  public Future<?> start() {
    var bus = new VertxBus(vertx);
    heads = new HeadCheck(new VertxLoop(vertx, context), bus, loops);
    presence =
        RedisPresence.create(
            vertx,
            bus,
            settings,
            Preferences.NONE,
            people -> loops.onEach(share -> share.channels().present(people)));
    watchPresence();
    var peers = new Peers(vertx, bus);
    node.health().check("log", this::logAnswers);
    node.health().check("rooms", peers::ready);
    node.beforeStop(Node.Drain.CLIENTS, this::drain);
    metrics.watch("tertulia.unread", "bytes sockets have not read", 0, unread, UnreadBudget::total);
    // In one deployment: only then does each get an event loop of its own, as far as there are.
    var index = new AtomicInteger();
    var instances = new DeploymentOptions().setInstances(loops.count());
    return presence
        .start()
        .compose(
            ok ->
                vertx.deployVerticle(
                    () -> {
                      var verticle = new GatewayVerticle(this, index.getAndIncrement());
                      verticles.add(verticle);
                      return verticle;
                    },
                    instances))
        .onSuccess(
            ok -> {
              peers.start();
              watchHearing();
              heads.start();
            });
  }

  private void watchPresence() {
    metrics.watch("tertulia.presence.people", "people here", 0, presence, LeasedPresence::people);
    metrics.watch(
        "tertulia.presence.watching",
        "sockets that watch somebody",
        0,
        presence,
        LeasedPresence::watching);
    metrics.watch(
        "tertulia.presence.known",
        "1 while Redis answers, else 0",
        0,
        presence,
        p -> p.isKnown() ? 1 : 0);
    metrics.count(
        "tertulia.presence.changes",
        "changes of people's presence written here",
        presence,
        LeasedPresence::changes);
  }

  private void watchHearing() {
    if (!node.settings().isClustered()) {
      return;
    }
    var turn = new LeaveTurn(vertx, settings);
    var hearing =
        new Hearing(
            vertx,
            () -> verticles.stream().mapToInt(GatewayVerticle::deafFor).max().orElse(0),
            turn::take,
            node::fail);
    node.health().check("bus", hearing::ready);
    hearing.start();
  }

  /** Lets every loop's clients move, all within one window. */
  private Future<?> drain() {
    return Future.join(verticles.stream().map(GatewayVerticle::drain).toList());
  }

  @Override
  public Future<?> stop() {
    return presence.stop();
  }

  private Future<Void> logAnswers() {
    return heads.isFresh()
        ? Future.succeededFuture()
        : Future.failedFuture("the log does not answer");
  }

  /** The port really bound. */
  public int port() {
    return port.get();
  }

  /** A negative port is a free one that all loops of this deployment share. */
  int listenPort() {
    return settings.port() == 0 ? -1 : settings.port();
  }

  void bound(int actual) {
    port.set(actual);
  }

  /** What the loops share; once this verticle has started. */
  LiveLoop.Shared shared() {
    return new LiveLoop.Shared(
        settings,
        loops,
        counts,
        heads,
        presence,
        metrics,
        Sequencer::new,
        () -> context.runOnContext(v -> heads.check()));
  }

  Node node() {
    return node;
  }

  GatewaySettings settings() {
    return settings;
  }

  /** How long and how many HTTP connections may wait, over all loops. */
  WaitingConnections.Limits waitingLimits() {
    return waitingLimits;
  }

  /** What all sockets together have unread. */
  UnreadBudget unread() {
    return unread;
  }

  Page page() {
    return page;
  }

  Presence presence() {
    return presence;
  }
}
