package chat.tertulia.shared.runtime;

import chat.tertulia.shared.config.NodeSettings;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.KubernetesConfig;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;

/**
 * Hazelcast's settings. Its defaults take minutes to notice a dead or cut off member and to heal
 * afterwards; these take seconds.
 */
final class ClusterConfig {
  private ClusterConfig() {}

  static Config of(NodeSettings settings) {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(settings.clusterName());
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.setProperty("hazelcast.socket.bind.any", "false");
    var network = config.getNetworkConfig();
    network.setPort(settings.clusterPort() == 0 ? 5701 : settings.clusterPort());
    network.setPortAutoIncrement(settings.clusterPort() == 0);
    network.setPortCount(200);
    network.setPublicAddress(null);
    network.getInterfaces().setEnabled(true).clear().addInterface(settings.clusterHost());
    join(settings, network.getJoin());
    return config;
  }

  private static void join(NodeSettings settings, JoinConfig join) {
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    if (settings.cluster().equals("kubernetes")) {
      discover(settings, join.getKubernetesConfig());
    } else {
      join.getTcpIpConfig().setEnabled(true).setMembers(settings.clusterMembers());
    }
  }

  /**
   * A DNS name is looked up, which takes no right in the cluster. A bare name is asked of the
   * Kubernetes API, which takes the right to list endpoint slices but sees members the moment they
   * have an address; DNS answers are cached for seconds.
   */
  private static void discover(NodeSettings settings, KubernetesConfig kubernetes) {
    String service = settings.clusterService();
    boolean isDnsName = service.contains(".");
    kubernetes.setEnabled(true).setProperty(isDnsName ? "service-dns" : "service-name", service);
    if (!isDnsName) {
      // Otherwise it asks about every pod's node and service, which takes rights in the whole
      // cluster.
      kubernetes.setProperty("expose-externally", "false");
    }
    if (settings.clusterPort() != 0) {
      kubernetes.setProperty("service-port", Integer.toString(settings.clusterPort()));
    }
  }
}
