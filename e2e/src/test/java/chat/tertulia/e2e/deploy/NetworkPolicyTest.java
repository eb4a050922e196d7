package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets through to what, reckoned from the policies as a network plugin would. */
class NetworkPolicyTest {
  /** A pod that opens a connection: the labels of its namespace and its own. */
  private record Caller(String name, boolean sameNamespace, JsonNode namespace, JsonNode labels) {
    static Caller stranger(boolean sameNamespace) {
      return new Caller("stranger", sameNamespace, Json.object(), Json.object());
    }

    static Caller in(String namespace) {
      var labels = Json.object().put("kubernetes.io/metadata.name", namespace);
      return new Caller("a pod in " + namespace, false, labels, Json.object());
    }

    static Caller of(Workload workload) {
      return new Caller(workload.name(), true, Json.object(), workload.labels());
    }
  }

  static List<Installation> installations() {
    return KubernetesTest.installations();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void strangersReachOnlyTheFrontDoor(Installation installation) {
    assertEquals(List.of("gateway http"), reached(installation, Caller.stranger(true)));
    assertEquals(List.of("gateway http"), reached(installation, Caller.stranger(false)));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void membersReachEachOthersClusterAndBusPorts(Installation installation) {
    for (Workload from : installation.ours()) {
      for (Workload to : installation.ours()) {
        assertTrue(mayReach(installation, Caller.of(from), to, "hazelcast"));
        assertTrue(mayReach(installation, Caller.of(from), to, "bus"));
        assertFalse(mayReach(installation, Caller.of(from), to, "admin"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void onlyGatewaysReachTheServices(Installation installation) {
    for (Workload from : installation.ours()) {
      var rest = new TreeSet<String>();
      for (Workload to : installation.ours()) {
        if (mayReach(installation, Caller.of(from), to, "rest")) {
          rest.add(to.name());
        }
      }
      boolean gateway = from.name().equals("gateway");
      assertEquals(
          gateway ? "[auth-service, history-service, room-service]" : "[]", rest.toString());
    }
  }

  @Test
  void enginesAreReachedByThoseWhoUseThem() {
    Installation small = Installation.of("overlays/small");
    Workload postgres = new Workload(small, small.one("StatefulSet", "postgres"));
    Workload redis = new Workload(small, small.one("Deployment", "redis"));
    for (Workload from : small.ours()) {
      boolean gateway = from.name().equals("gateway");
      assertEquals(!gateway, mayReach(small, Caller.of(from), postgres, "postgres"));
      assertEquals(gateway, mayReach(small, Caller.of(from), redis, "redis"));
    }
  }

  @Test
  void monitoringReachesTheInnerPortsAndNothingElseInside() {
    Installation watched = Installation.of("overlays/high-availability");

    assertEquals(
        List.of(
            "auth-service admin",
            "gateway admin",
            "gateway http",
            "history-service admin",
            "room-service admin"),
        reached(watched, Caller.in("monitoring")));
    assertEquals(List.of("gateway http"), reached(watched, Caller.in("default")));
  }

  private static List<String> reached(Installation installation, Caller from) {
    var all = new TreeSet<String>();
    for (Workload to : installation.workloads()) {
      for (JsonNode port : to.container().path("ports")) {
        String name = port.path("name").asText();
        if (mayReach(installation, from, to, name)) {
          all.add(to.name() + " " + name);
        }
      }
    }
    return List.copyOf(all);
  }

  /**
   * A pod that no policy selects is open; one that some select is open for what one of them lets
   * in.
   */
  private static boolean mayReach(Installation in, Caller from, Workload to, String port) {
    assertTrue(to.port(port) > 0 || !port.equals("admin"), "every process has an inner port");
    var policies = new ArrayList<JsonNode>();
    for (JsonNode each : in.all("NetworkPolicy")) {
      boolean selected = Selector.fits(each.at("/spec/podSelector"), to.labels());
      if (selected && each.at("/spec/policyTypes").toString().contains("\"Ingress\"")) {
        policies.add(each);
      }
    }
    if (policies.isEmpty()) {
      return true;
    }
    return policies.stream().anyMatch(each -> lets(each, from, to, port));
  }

  private static boolean lets(JsonNode policy, Caller from, Workload to, String port) {
    for (JsonNode rule : policy.at("/spec/ingress")) {
      if (letsPort(rule, to, port) && letsPeer(rule, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean letsPort(JsonNode rule, Workload to, String port) {
    if (!rule.has("ports")) {
      return true;
    }
    for (JsonNode each : rule.path("ports")) {
      JsonNode wanted = each.path("port");
      if (wanted.isNumber() ? wanted.asInt() == to.port(port) : wanted.asText().equals(port)) {
        return to.port(port) > 0;
      }
    }
    return false;
  }

  private static boolean letsPeer(JsonNode rule, Caller from) {
    if (!rule.has("from")) {
      return true;
    }
    for (JsonNode peer : rule.path("from")) {
      boolean namespace =
          peer.has("namespaceSelector")
              ? Selector.fits(peer.path("namespaceSelector"), from.namespace())
              : from.sameNamespace();
      if (namespace && Selector.fits(peer.path("podSelector"), from.labels())) {
        return true;
      }
    }
    return false;
  }
}
