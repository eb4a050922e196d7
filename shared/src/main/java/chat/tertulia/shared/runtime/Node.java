package chat.tertulia.shared.runtime;

import chat.tertulia.shared.config.NodeSettings;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process: a Vert.x instance, alone or in a cluster, with health, metrics and an inner port.
 * All verticles of a process share it.
 */
public final class Node {
  /** What a stop may take beyond {@code TERTULIA_DRAIN} until nobody needs this process. */
  public static final Duration LAST_ANSWERS = Duration.ofSeconds(8);

  /** What happens before anything is stopped, one after the other. */
  public enum Drain {
    /** Clients move to other processes; everything works as ever. */
    CLIENTS,
    /** Requests of other processes are led elsewhere. */
    REQUESTS
  }

  /** How long all verticles together may take to stop. */
  public static final Duration UNDEPLOY_WITHIN = Duration.ofSeconds(5);

  /** How long leaving the cluster may take. */
  public static final Duration LEAVE_WITHIN = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Vertx vertx;
  private final NodeSettings settings;
  private final PrometheusMeterRegistry metrics;
  private final Health health;
  private final Deque<String> deployments = new ConcurrentLinkedDeque<>();
  private final Map<Drain, List<Supplier<Future<?>>>> drains = new EnumMap<>(Drain.class);
  private ManagementServer management;
  private volatile Runnable failure = () -> LOG.error("nobody ends this process");

  private Node(Vertx vertx, NodeSettings settings, PrometheusMeterRegistry metrics) {
    this.vertx = vertx;
    this.settings = settings;
    this.metrics = metrics;
    this.health = new Health();
  }

  /** Starts Vert.x, joins the cluster where there is one, and opens the inner port. */
  @SuppressWarnings("resource") // the binders live as long as the process
  public static Future<Node> start(NodeSettings settings) {
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmGcMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    return build(settings)
        .compose(
            vertx -> {
              var node = new Node(vertx, settings, metrics);
              node.management = new ManagementServer(node);
              return node.management.start().map(node);
            });
  }

  private static Future<Vertx> build(NodeSettings settings) {
    var options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(settings.eventLoops())
            .setWarningExceptionTime(2)
            .setWarningExceptionTimeUnit(TimeUnit.SECONDS)
            .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false));
    options.getMetricsOptions().setEnabled(false);
    if (!settings.isClustered()) {
      return Future.succeededFuture(Vertx.vertx(options));
    }
    options
        .getEventBusOptions()
        .setHost(settings.clusterHost())
        .setPort(settings.busPort())
        .setClusterPingInterval(2_000)
        .setClusterPingReplyInterval(3_000)
        .setConnectTimeout(3_000);
    BusTls.apply(settings, options.getEventBusOptions());
    ClusterManager manager = new HazelcastClusterManager(ClusterConfig.of(settings));
    return Vertx.builder().with(options).withClusterManager(manager).buildClustered();
  }

  public Vertx vertx() {
    return vertx;
  }

  public NodeSettings settings() {
    return settings;
  }

  public PrometheusMeterRegistry metrics() {
    return metrics;
  }

  public Health health() {
    return health;
  }

  /** The inner port really bound. */
  public int adminPort() {
    return management.port();
  }

  /** Deploys one instance; it is undeployed in reverse order at the stop. */
  public Future<Void> deploy(Deployable verticle) {
    return vertx
        .deployVerticle(verticle, new DeploymentOptions())
        .onSuccess(deployments::push)
        .mapEmpty();
  }

  /** Deploys several instances, each on an event loop of its own. */
  public Future<Void> deploy(Supplier<Deployable> verticles, int instances) {
    return vertx
        .deployVerticle(verticles, new DeploymentOptions().setInstances(instances))
        .onSuccess(deployments::push)
        .mapEmpty();
  }

  /** Something to do before anything is stopped; with all others of its kind at once. */
  public synchronized void beforeStop(Drain kind, Supplier<Future<?>> drain) {
    drains.computeIfAbsent(kind, none -> new ArrayList<>()).add(drain);
  }

  /** What ends the process when it cannot go on; the default says so and nothing more. */
  public void onFailure(Runnable end) {
    failure = end;
  }

  /** This process cannot do its work and another can: it ends in order, to be started anew. */
  public void fail() {
    health.drain();
    failure.run();
  }

  /** The most that {@link #stop()} takes with such settings. */
  public static Duration stopsWithin(NodeSettings settings) {
    return settings.drain().plus(LAST_ANSWERS).plus(UNDEPLOY_WITHIN).plus(LEAVE_WITHIN);
  }

  /** The most that {@link #stop()} takes. */
  public Duration stopsWithin() {
    return stopsWithin(settings);
  }

  /** Becomes unready, drains, undeploys everything, leaves the cluster, closes Vert.x. */
  public Future<Void> stop() {
    health.drain();
    return within(settings.drain().plus(LAST_ANSWERS), drain(), "draining")
        .compose(drained -> within(UNDEPLOY_WITHIN, undeployAll(), "stopping the parts"))
        .compose(stopped -> within(LEAVE_WITHIN, vertx.close(), "leaving the cluster"));
  }

  private synchronized Future<?> drain() {
    Future<?> last = Future.succeededFuture();
    for (List<Supplier<Future<?>>> kind : drains.values()) {
      last = last.transform((ok, failed) -> Future.join(kind.stream().map(Supplier::get).toList()));
    }
    return last;
  }

  /** All at once: by now no part has work left that another must help with. */
  private Future<?> undeployAll() {
    return Future.join(deployments.stream().map(vertx::undeploy).toList());
  }

  private static Future<Void> within(Duration limit, Future<?> step, String what) {
    return step.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .recover(
            e -> {
              LOG.warn("not in order: {} reason={}", what, e.getMessage());
              return Future.succeededFuture();
            });
  }
}
