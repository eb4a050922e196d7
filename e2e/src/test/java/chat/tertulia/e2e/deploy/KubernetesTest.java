package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Node;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code kubectl apply -k} would send, checked without a cluster: each manifest against
 * Kubernetes' types, and all of them against each other and against what the processes read.
 */
class KubernetesTest {
  /** Seconds to end in, after everything has stopped in order. */
  private static final int MARGIN_SECONDS = 5;

  static List<Installation> installations() {
    return List.of(
        Installation.of("base"),
        Installation.of("overlays/small"),
        Installation.of("overlays/high-availability"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyManifestIsOneOfKubernetes(Installation installation) {
    var faults = new ArrayList<String>();
    installation.manifests().forEach(each -> faults.addAll(ManifestSchema.faults(each)));
    faults.addAll(ManifestSchema.faults(Secrets.example()));

    assertEquals(List.of(), faults);
  }

  @Test
  void misspeltFieldIsNoticed() {
    ObjectNode gateway = Installation.of("base").one("Deployment", "gateway");
    ((ObjectNode) gateway.at("/spec/template/spec")).put("terminationGracePeriodSecond", 1);
    ObjectNode monitor = Installation.of("overlays/high-availability").all("ServiceMonitor").get(0);
    ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "1s");

    assertEquals(1, ManifestSchema.faults(gateway).size());
    assertEquals(1, ManifestSchema.faults(monitor).size());
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyProcessIsThereOnce(Installation installation) {
    List<Part> parts = installation.ours().stream().map(KubernetesTest::part).sorted().toList();

    assertEquals(List.copyOf(EnumSet.allOf(Part.class)), parts);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyVariableIsReadAndEveryValueTaken(Installation installation) {
    var faults = new ArrayList<String>();
    for (Workload each : installation.ours()) {
      faults.addAll(part(each).faults(each.environment()));
    }

    assertEquals(List.of(), faults);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void whatIsSecretComesByReference(Installation installation) {
    for (Workload each : installation.ours()) {
      for (String variable : each.environment().keySet()) {
        assertEquals(
            part(each).isSecret(variable), each.isSecret(variable), each.name() + " " + variable);
      }
    }
    assertEquals(List.of(), installation.all("Secret"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void portsAreThoseOfTheSettings(Installation installation) {
    for (Workload each : installation.ours()) {
      Map<String, String> environment = each.environment();
      NodeSettings node = Settings.of(environment).read(NodeSettings.class);
      String front = part(each) == Part.GATEWAY ? "http" : "rest";

      assertEquals(part(each).port(environment), each.port(front), each.name());
      assertEquals(node.adminPort(), each.port("admin"), each.name());
      assertEquals(node.clusterPort(), each.port("hazelcast"), each.name());
      assertEquals(node.busPort(), each.port("bus"), each.name());
      assertEquals("0.0.0.0", node.host(), "reached from other pods");
      assertEquals("0.0.0.0", node.adminHost(), "reached by the kubelet");
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyServiceReachesPods(Installation installation) {
    for (JsonNode service : installation.all("Service")) {
      List<Workload> behind = installation.selected(service.at("/spec/selector"));
      assertFalse(behind.isEmpty(), Kustomization.name(service) + " selects nothing");
      for (JsonNode port : service.at("/spec/ports")) {
        for (Workload each : behind) {
          assertTrue(
              each.port(port.path("targetPort").asText()) > 0,
              Kustomization.name(service) + " has no such port at " + each.name() + ": " + port);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void gatewayFindsTheServices(Installation installation) {
    Workload gateway = workload(installation, Part.GATEWAY);
    var settings = Settings.of(gateway.environment()).read(GatewaySettings.class);

    leadsTo(installation, settings.authUrl(), Part.AUTH);
    leadsTo(installation, settings.roomUrl(), Part.ROOMS);
    leadsTo(installation, settings.historyUrl(), Part.HISTORY);
  }

  private static void leadsTo(Installation installation, String url, Part part) {
    URI address = URI.create(url);
    JsonNode service = installation.one("Service", address.getHost());
    List<Workload> behind = installation.selected(service.at("/spec/selector"));
    assertEquals(List.of(part), behind.stream().map(KubernetesTest::part).toList());
    for (JsonNode port : service.at("/spec/ports")) {
      if (port.path("port").asInt() == address.getPort()) {
        int target = behind.getFirst().port(port.path("targetPort").asText());
        assertEquals(part.port(behind.getFirst().environment()), target);
        return;
      }
    }
    throw new AssertionError("the service has no such port: " + url);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void membersFindEachOther(Installation installation) {
    Set<String> asked =
        installation.ours().stream()
            .map(each -> Settings.of(each.environment()).read(NodeSettings.class))
            .map(each -> each.cluster() + " " + each.clusterService())
            .collect(Collectors.toSet());
    assertEquals(1, asked.size(), asked::toString);
    String name = asked.iterator().next().split(" ", 2)[1];
    JsonNode service = installation.one("Service", name.replaceFirst("\\..*", ""));

    assertEquals("None", service.at("/spec/clusterIP").asText());
    assertTrue(service.at("/spec/publishNotReadyAddresses").asBoolean(), "found before ready");
    assertEquals(installation.ours(), installation.selected(service.at("/spec/selector")));
    if (name.contains(".")) {
      String namespace = service.at("/metadata/namespace").asText();
      assertEquals(Kustomization.name(service) + "." + namespace + ".svc.cluster.local", name);
    }
  }

  /** Who asks the API gets a token and the one right it takes; who asks DNS gets neither. */
  @ParameterizedTest
  @MethodSource("installations")
  void rightsAreThoseThatDiscoveryTakes(Installation installation) {
    for (Workload each : installation.ours()) {
      String service = Settings.of(each.environment()).read(NodeSettings.class).clusterService();
      boolean asksTheApi = !service.contains(".");
      String account = each.pod().path("serviceAccountName").asText();
      assertTrue(installation.has("ServiceAccount", account), account);
      assertEquals(asksTheApi, each.pod().path("automountServiceAccountToken").asBoolean(true));
      assertEquals(asksTheApi ? 1 : 0, installation.all("Role").size());
      if (asksTheApi) {
        JsonNode binding = installation.all("RoleBinding").getFirst();
        assertEquals(account, binding.at("/subjects/0/name").asText());
        assertEquals(binding.at("/metadata/namespace"), binding.at("/subjects/0/namespace"));
        assertTrue(installation.has("Role", binding.at("/roleRef/name").asText()));
      }
    }
    for (Workload each : installation.workloads()) {
      if (!installation.ours().contains(each)) {
        assertFalse(each.pod().path("automountServiceAccountToken").asBoolean(true));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void probesAskTheInnerPort(Installation installation) {
    for (Workload each : installation.ours()) {
      JsonNode container = each.container();
      asks(container.path("startupProbe"), "/health/live");
      asks(container.path("livenessProbe"), "/health/live");
      asks(container.path("readinessProbe"), "/health/ready");
      // A liveness probe that a slow start or a long collection fails would make things worse.
      int start =
          container.at("/startupProbe/periodSeconds").asInt()
              * container.at("/startupProbe/failureThreshold").asInt();
      assertTrue(start >= 120, "as long as the launcher waits for a start");
    }
  }

  private static void asks(JsonNode probe, String path) {
    assertEquals(path, probe.at("/httpGet/path").asText());
    assertEquals("admin", probe.at("/httpGet/port").asText());
  }

  /** preStop, then draining, then the end: each must fit into the next longer time. */
  @ParameterizedTest
  @MethodSource("installations")
  void stoppingFitsIntoItsTime(Installation installation) {
    for (Workload each : installation.ours()) {
      var node = Settings.of(each.environment()).read(NodeSettings.class);
      int grace = each.pod().path("terminationGracePeriodSeconds").asInt();
      int preStop = each.container().at("/lifecycle/preStop/sleep/seconds").asInt();

      assertTrue(preStop > 0, "requests still come for a moment");
      long stop = Node.stopsWithin(node).toSeconds();
      assertTrue(preStop + stop + MARGIN_SECONDS <= grace, each.name() + " would be killed");
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void updatesTakeNobodyAway(Installation installation) {
    for (Workload each : installation.ours()) {
      JsonNode strategy = each.manifest().at("/spec/strategy");
      assertEquals("RollingUpdate", strategy.path("type").asText());
      assertEquals(0, strategy.at("/rollingUpdate/maxUnavailable").asInt(-1));
      assertEquals(1, strategy.at("/rollingUpdate/maxSurge").asInt(-1));
      assertTrue(Selector.holds(each.manifest().at("/spec/selector/matchLabels"), each.labels()));
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void autoscalersScaleWhatIsThere(Installation installation) {
    for (JsonNode scaler : installation.all("HorizontalPodAutoscaler")) {
      JsonNode target = scaler.at("/spec/scaleTargetRef");
      JsonNode scaled =
          installation.one(target.path("kind").asText(), target.path("name").asText());
      assertEquals(scaled.path("apiVersion"), target.path("apiVersion"));
      assertTrue(scaled.at("/spec/replicas").isMissingNode(), "every apply would scale it back");
      int least = scaler.at("/spec/minReplicas").asInt();
      assertTrue(least >= 2 && least < scaler.at("/spec/maxReplicas").asInt());
      JsonNode container = new Workload(installation, scaled).container();
      assertFalse(
          container.at("/resources/requests/cpu").isMissingNode(), "a share of what is unknown");
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void budgetsLeaveSomebodyAndSomethingToEvict(Installation installation) {
    for (JsonNode budget : installation.all("PodDisruptionBudget")) {
      List<Workload> covered = installation.selected(budget.at("/spec/selector/matchLabels"));
      assertEquals(1, covered.size(), Kustomization.name(budget));
      int away = budget.at("/spec/maxUnavailable").asInt();
      assertTrue(away >= 1 && away < least(covered.getFirst()), Kustomization.name(budget));
    }
  }

  private static int least(Workload workload) {
    return workload.installation().all("HorizontalPodAutoscaler").stream()
        .filter(each -> each.at("/spec/scaleTargetRef/name").asText().equals(workload.name()))
        .map(each -> each.at("/spec/minReplicas").asInt())
        .findFirst()
        .orElseGet(() -> workload.manifest().at("/spec/replicas").asInt(1));
  }

  @Test
  void highAvailabilityLosesAnyPodOrNode() {
    Installation installation = Installation.of("overlays/high-availability");
    for (Workload each : installation.ours()) {
      assertTrue(least(each) >= 3, each.name());
      assertTrue(installation.has("PodDisruptionBudget", each.name()));
      List<String> spread = new ArrayList<>();
      for (JsonNode rule : each.pod().path("topologySpreadConstraints")) {
        assertTrue(Selector.fits(rule.path("labelSelector"), each.labels()));
        spread.add(
            rule.path("topologyKey").asText() + " " + rule.path("whenUnsatisfiable").asText());
      }
      assertEquals(
          List.of(
              "kubernetes.io/hostname DoNotSchedule", "topology.kubernetes.io/zone ScheduleAnyway"),
          spread);
    }
  }

  /**
   * What the pod security standard "restricted" asks for, and a root file system nobody writes to.
   */
  @ParameterizedTest
  @MethodSource("installations")
  void containersMayDoNothingTheyNeedNot(Installation installation) {
    for (Workload each : installation.workloads()) {
      JsonNode pod = each.pod().path("securityContext");
      JsonNode own = each.container().path("securityContext");
      assertTrue(pod.path("runAsNonRoot").asBoolean(), each.name());
      assertTrue(pod.path("runAsUser").asInt() > 0, each.name());
      assertEquals("RuntimeDefault", pod.at("/seccompProfile/type").asText());
      assertFalse(own.path("allowPrivilegeEscalation").asBoolean(true));
      assertTrue(own.path("readOnlyRootFilesystem").asBoolean());
      assertEquals("ALL", own.at("/capabilities/drop/0").asText());
      assertFalse(each.pod().path("enableServiceLinks").asBoolean(true), "variables we refuse");
      JsonNode resources = each.container().path("resources");
      assertEquals(resources.at("/requests/memory"), resources.at("/limits/memory"));
      assertFalse(resources.at("/limits/memory").isMissingNode());
      assertTrue(
          resources.at("/limits/cpu").isMissingNode(), "throttling costs more than it saves");
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void ingressLeadsToTheGatewayWithHttps(Installation installation) {
    JsonNode ingress = installation.one("Ingress", "tertulia");
    JsonNode rule = ingress.at("/spec/rules/0");
    JsonNode backend = rule.at("/http/paths/0/backend/service");
    JsonNode service = installation.one("Service", backend.path("name").asText());
    String port = backend.at("/port/name").asText();
    Map<String, String> rooms = workload(installation, Part.ROOMS).environment();
    Map<String, String> auth = workload(installation, Part.AUTH).environment();

    assertEquals(
        List.of(Part.GATEWAY),
        installation.selected(service.at("/spec/selector")).stream()
            .map(KubernetesTest::part)
            .toList());
    assertTrue(service.at("/spec/ports").findValuesAsText("name").contains(port));
    assertEquals("https://" + rule.path("host").asText(), rooms.get("TERTULIA_PUBLIC_URL"));
    assertEquals(rule.path("host"), ingress.at("/spec/tls/0/hosts/0"));
    assertEquals("true", auth.get("TERTULIA_SECURE_COOKIE"));
    JsonNode annotations = ingress.at("/metadata/annotations");
    assertEquals("cookie", annotations.path("nginx.ingress.kubernetes.io/affinity").asText());
    assertEquals(
        "true",
        service
            .at("/metadata/annotations")
            .path("traefik.ingress.kubernetes.io/service.sticky.cookie")
            .asText());
  }

  private static Workload workload(Installation installation, Part part) {
    return installation.ours().stream()
        .filter(each -> part(each) == part)
        .findFirst()
        .orElseThrow();
  }

  private static Part part(Workload workload) {
    return Part.ofImage(workload.container().path("image").asText());
  }
}
