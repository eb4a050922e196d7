package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two members that find each other through a stand-in for the Kubernetes API, which answers just
 * what the role allows and refuses the rest, as a cluster would.
 */
class DiscoveryTest {
  private static final String PREFIX = "hazelcast.kubernetes.";

  /** Each member takes the first free one; whoever else is there has another cluster's name. */
  private static final int LOWEST_PORT = 5701;

  private static final int PORTS = 20;

  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/tertulia/endpointslices";

  private final Set<String> allowed = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private HttpServer api;
  private Map<String, String> properties;

  @BeforeEach
  void startsTheApi() throws IOException, GeneralSecurityException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::answer);
    api.start();
    properties =
        Map.of(
            PREFIX + "kubernetes-master",
            "http://127.0.0.1:" + api.getAddress().getPort(),
            PREFIX + "api-token",
            "token",
            PREFIX + "ca-certificate",
            anyCertificate(),
            PREFIX + "namespace",
            "tertulia");
    properties.forEach(System::setProperty);
  }

  /** It reads one before it looks whether the address begins with https. */
  private static String anyCertificate() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    var trust = (X509TrustManager) factory.getTrustManagers()[0];
    byte[] bytes = trust.getAcceptedIssuers()[0].getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END CERTIFICATE-----\n";
  }

  @AfterEach
  void stopsAll() {
    properties.keySet().forEach(System::clearProperty);
    nodes.forEach(each -> Launcher.await(each.stop()));
    api.stop(0);
  }

  @Test
  void membersMeetWithTheRightsOfTheRole() {
    String cluster = "discovery-" + api.getAddress().getPort();
    for (int i = 0; i < 2; i++) {
      nodes.add(Launcher.await(Node.start(settings(cluster))));
    }

    var heard = new AtomicInteger();
    Launcher.await(
        nodes
            .getLast()
            .vertx()
            .eventBus()
            .consumer("discovery.test", message -> heard.incrementAndGet())
            .completion());
    SocketClient.awaitTrue(
        "a message from the other member",
        () -> {
          nodes.getFirst().vertx().eventBus().publish("discovery.test", "Hello");
          return heard.get() > 0;
        });
    assertEquals(Set.of(SLICES), allowed);
    // It would like to know its zone; that it works without is the point.
    assertEquals(List.of(), refused.stream().filter(each -> !each.contains("/pods/")).toList());
  }

  /** The service's name as the component gives it. */
  private static NodeSettings settings(String cluster) {
    JsonNode config =
        Yaml.document(Installation.K8S.resolve("components/discovery-by-api/config.yaml"));
    return Settings.of(
            Map.of(
                "TERTULIA_CLUSTER", "kubernetes",
                "TERTULIA_CLUSTER_SERVICE", config.at("/data/TERTULIA_CLUSTER_SERVICE").asText(),
                "TERTULIA_CLUSTER_PORT", "0",
                "TERTULIA_CLUSTER_NAME", cluster,
                "TERTULIA_ADMIN_PORT", "0"))
        .read(NodeSettings.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean may = mayGet(path);
    (may ? allowed : refused).add(path);
    byte[] body =
        (may ? slices() : "{\"kind\":\"Status\",\"reason\":\"Forbidden\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(may ? 200 : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Whether the role's one rule covers a list of that path. */
  private static boolean mayGet(String path) {
    JsonNode role =
        Yaml.documents(Installation.K8S.resolve("components/discovery-by-api/role.yaml"))
            .getFirst();
    for (JsonNode rule : role.path("rules")) {
      for (JsonNode resource : rule.path("resources")) {
        String listed =
            "/apis/%s/v1/namespaces/tertulia/%s"
                .formatted(rule.at("/apiGroups/0").asText(), resource.asText());
        if (rule.path("verbs").toString().contains("\"list\"") && path.equals(listed)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String slices() {
    ObjectNode answer = Json.object().put("kind", "EndpointSliceList");
    ArrayNode items = answer.putArray("items");
    for (int port = LOWEST_PORT; port < LOWEST_PORT + PORTS; port++) {
      ObjectNode slice = items.addObject().put("addressType", "IPv4");
      ObjectNode endpoint = slice.putArray("endpoints").addObject();
      endpoint.putArray("addresses").add("127.0.0.1");
      endpoint.putObject("conditions").put("ready", false);
      endpoint.put("nodeName", "node").putObject("targetRef").put("name", "pod-" + port);
      slice.putArray("ports").addObject().put("name", "hazelcast").put("port", port);
    }
    return answer.toString();
  }
}
