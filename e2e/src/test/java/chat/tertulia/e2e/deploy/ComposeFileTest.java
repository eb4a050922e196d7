package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Node;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The compose file against the specification, against itself and against the settings. */
class ComposeFileTest {
  /** Seconds to end in, after everything has stopped in order. */
  private static final int MARGIN_SECONDS = 5;

  static final Map<String, String> VARIABLES =
      Map.of(
          "TERTULIA_DB_PASSWORD", "some-password",
          "TERTULIA_REDIS_PASSWORD", "another-password",
          "TERTULIA_KEY_SECRET", "a secret for the keys");

  private final ComposeFile file = ComposeFile.with(VARIABLES);

  @Test
  void isAComposeFile() {
    assertEquals(List.of(), ComposeSchema.faults(file.tree()));
  }

  @Test
  void misspeltFieldsAndValuesAreNoticed() {
    ObjectNode wrong = ComposeFile.raw().deepCopy();
    ObjectNode gateway = (ObjectNode) wrong.at("/services/gateway-1");
    gateway.put("stop_grace_periods", "1s").put("restart", "sometimes");
    gateway.putObject("depends_on").putObject("redis").put("condition", "ready");
    ((ObjectNode) wrong.at("/services/redis/healthcheck")).put("interval", 2);

    assertEquals(4, ComposeSchema.faults(wrong).size());
  }

  @Test
  void asksForEverySecret() {
    for (String each : VARIABLES.keySet()) {
      var others = new TreeMap<>(VARIABLES);
      others.remove(each);
      var missing =
          assertThrows(IllegalArgumentException.class, () -> ComposeFile.with(others), each);
      assertTrue(missing.getMessage().contains(each), missing.getMessage());
    }
    // Nothing secret stands in the file itself.
    for (String service : file.parts().keySet()) {
      Map<String, String> raw = new ComposeFile(ComposeFile.raw()).environment(service);
      raw.forEach(
          (name, value) ->
              assertTrue(!file.parts().get(service).isSecret(name) || value.contains("${"), name));
    }
  }

  @Test
  void everyVariableIsReadAndEveryValueTaken() {
    var faults = new ArrayList<String>();
    file.parts().forEach((service, part) -> faults.addAll(part.faults(environment(service))));

    assertEquals(List.of(), faults);
  }

  @Test
  void runsOneOfEachAndTwoGateways() {
    assertEquals(
        Map.of(
            "auth-service", Part.AUTH,
            "room-service", Part.ROOMS,
            "history-service", Part.HISTORY,
            "gateway-1", Part.GATEWAY,
            "gateway-2", Part.GATEWAY),
        file.parts());
    file.parts()
        .forEach(
            (service, part) ->
                assertEquals(part, Part.ofImage(file.service(service).path("image").asText())));
  }

  @Test
  void whoIsNamedIsThere() {
    JsonNode services = file.tree().path("services");
    for (Map.Entry<String, JsonNode> each : services.properties()) {
      JsonNode depends = each.getValue().path("depends_on");
      depends.fieldNames().forEachRemaining(name -> assertTrue(services.has(name), name));
      depends.properties().stream()
          .filter(one -> one.getValue().path("condition").asText().equals("service_healthy"))
          .forEach(
              one -> {
                JsonNode other = services.path(one.getKey());
                // Ours have their check in the image.
                assertTrue(other.has("healthcheck") || other.has("build"), one.getKey());
              });
      JsonNode networks = each.getValue().path("networks");
      networks.forEach(one -> assertTrue(one.isObject() || declared("networks", one.asText())));
      networks.fieldNames().forEachRemaining(one -> assertTrue(declared("networks", one)));
      for (JsonNode mount : each.getValue().path("volumes")) {
        String source = mount.asText().split(":", 2)[0];
        boolean found =
            source.startsWith("./")
                ? Installation.ROOT.resolve(source).toFile().isFile()
                : declared("volumes", source);
        assertTrue(found, source);
      }
    }
  }

  private boolean declared(String kind, String name) {
    return file.tree().path(kind).has(name);
  }

  @Test
  void membersAreThoseThatRun() {
    for (String service : file.parts().keySet()) {
      var node = Settings.of(environment(service)).read(NodeSettings.class);
      var expected =
          file.parts().keySet().stream().map(each -> each + ":" + node.clusterPort()).toList();
      assertEquals(expected, node.clusterMembers().stream().sorted().toList());
      assertTrue(node.busPort() > 0, "a port that a firewall can name");
    }
  }

  @Test
  void gatewaysFindTheServices() {
    for (String service : List.of("gateway-1", "gateway-2")) {
      var settings = Settings.of(environment(service)).read(GatewaySettings.class);
      for (String url : List.of(settings.authUrl(), settings.roomUrl(), settings.historyUrl())) {
        URI address = URI.create(url);
        Part part = file.parts().get(address.getHost());
        assertEquals(part.port(environment(address.getHost())), address.getPort(), url);
      }
    }
  }

  @Test
  void proxyLeadsToTheGateways() {
    String proxy = Yaml.text(Installation.K8S.resolve("proxy.conf"));
    Matcher server = Pattern.compile("server ([\\w-]+):(\\d+)").matcher(proxy);
    var led = new ArrayList<String>();
    while (server.find()) {
      led.add(server.group(1));
      assertEquals(
          Part.GATEWAY.port(environment(server.group(1))), Integer.parseInt(server.group(2)));
    }
    assertEquals(List.of("gateway-1", "gateway-2"), led);
    Matcher listen = Pattern.compile("listen (\\d+);").matcher(proxy);
    assertTrue(listen.find());
    String published = file.service("proxy").path("ports").get(0).asText();
    assertTrue(published.endsWith(":" + listen.group(1)), published);
    String address = file.service("proxy").at("/networks/inner/ipv4_address").asText();
    for (String service : List.of("gateway-1", "gateway-2")) {
      assertEquals(address, environment(service).get("TERTULIA_TRUSTED_PROXIES"));
    }
  }

  /** Only the proxy is reached from outside; whoever reaches Hazelcast can say anything. */
  @Test
  void onlyTheProxyIsPublished() {
    file.tree()
        .path("services")
        .properties()
        .forEach(each -> assertEquals(each.getKey().equals("proxy"), each.getValue().has("ports")));
  }

  @Test
  void stoppingFitsIntoItsTime() {
    for (String service : file.parts().keySet()) {
      String grace = file.service(service).path("stop_grace_period").asText();
      var node = Settings.of(environment(service)).read(NodeSettings.class);
      assertTrue(
          Duration.parse("PT" + grace).toSeconds()
              >= Node.stopsWithin(node).toSeconds() + MARGIN_SECONDS,
          service + " would be killed");
    }
  }

  @Test
  void processesMayDoNothingTheyNeedNot() {
    for (String service : file.parts().keySet()) {
      JsonNode each = file.service(service);
      assertTrue(each.path("read_only").asBoolean(), service);
      assertEquals("[\"ALL\"]", each.path("cap_drop").toString());
      assertTrue(each.path("security_opt").toString().contains("no-new-privileges:true"));
      assertTrue(each.has("mem_limit"), "the heap would be a share of the whole machine");
    }
  }

  /** With what the image's start script adds: the container's own address. */
  private Map<String, String> environment(String service) {
    var all = new TreeMap<>(file.environment(service));
    all.putIfAbsent("TERTULIA_CLUSTER_HOST", "172.30.77.5");
    return all;
  }
}
