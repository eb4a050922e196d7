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
import java.util.Deque;
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
  /** How long one verticle may take to stop. */
  public static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Vertx vertx;
  private final NodeSettings settings;
  private final PrometheusMeterRegistry metrics;
  private final Health health;
  private final Deque<String> deployments = new ConcurrentLinkedDeque<>();
  private ManagementServer management;

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

  /** Undeploys everything, newest first, leaves the cluster, closes Vert.x. */
  public Future<Void> stop() {
    health.drain();
    Future<?> last = Future.succeededFuture();
    while (!deployments.isEmpty()) {
      String id = deployments.pop();
      last = last.transform((ok, failed) -> undeploy(id));
    }
    return last.transform((ok, failed) -> vertx.close());
  }

  private Future<Void> undeploy(String id) {
    return vertx
        .undeploy(id)
        .timeout(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            e -> {
              LOG.warn("a part did not stop in time reason={}", e.getMessage());
              return Future.succeededFuture();
            });
  }
}
