package chat.tertulia.shared.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of joining: that one and no other, and what the bus needs of Hazelcast is kept. */
class ClusterConfigTest {
  private static final Map<String, String> TCP =
      Map.of("TERTULIA_CLUSTER", "tcp", "TERTULIA_CLUSTER_MEMBERS", "a:5701,b:5701");

  private static final Map<String, String> DNS =
      kubernetes("tertulia-cluster.tertulia.svc.cluster.local");

  private static final Map<String, String> API = kubernetes("tertulia-cluster");

  private static Map<String, String> kubernetes(String service) {
    return Map.of("TERTULIA_CLUSTER", "kubernetes", "TERTULIA_CLUSTER_SERVICE", service);
  }

  static List<Map<String, String>> all() {
    return List.of(TCP, DNS, API);
  }

  private static Config config(Map<String, String> settings) {
    return ClusterConfig.of(Settings.of(settings).read(NodeSettings.class));
  }

  private static JoinConfig join(Map<String, String> settings) {
    return config(settings).getNetworkConfig().getJoin();
  }

  /** Without its multimap's settings the bus would copy every registration at every look-up. */
  @ParameterizedTest
  @MethodSource("all")
  void keepsWhatTheBusNeeds(Map<String, String> settings) {
    Config config = config(settings);

    assertTrue(config.getMultiMapConfigs().containsKey("__vertx.subs"));
    assertTrue(config.getMapConfigs().containsKey("__vertx.haInfo"));
    assertTrue(config.getMapConfigs().containsKey("__vertx.nodeInfo"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void looksForNobodyBesides(Map<String, String> settings) {
    JoinConfig join = join(settings);

    assertFalse(join.getMulticastConfig().isEnabled());
    assertFalse(join.getAutoDetectionConfig().isEnabled());
    boolean inKubernetes = settings.get("TERTULIA_CLUSTER").equals("kubernetes");
    assertEquals(inKubernetes, join.getKubernetesConfig().isEnabled());
    assertEquals(!inKubernetes, join.getTcpIpConfig().isEnabled());
    join.verify();
  }

  @Test
  void dnsNameIsLookedUp() {
    assertEquals(
        Map.of("service-dns", DNS.get("TERTULIA_CLUSTER_SERVICE"), "service-port", "5701"),
        join(DNS).getKubernetesConfig().getProperties());
  }

  @Test
  void bareNameIsAskedOfTheApi() {
    assertEquals(
        Map.of(
            "service-name",
            "tertulia-cluster",
            "service-port",
            "5701",
            "expose-externally",
            "false"),
        join(API).getKubernetesConfig().getProperties());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tertulia-cluster", "tertulia-cluster.tertulia.svc"})
  void otherPortIsLookedForThere(String service) {
    var settings = new HashMap<>(kubernetes(service));
    settings.put("TERTULIA_CLUSTER_PORT", "5801");

    assertEquals("5801", join(settings).getKubernetesConfig().getProperties().get("service-port"));
  }
}
