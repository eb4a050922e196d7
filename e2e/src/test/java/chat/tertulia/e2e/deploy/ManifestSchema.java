package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Kubernetes takes: its own types for its own kinds. The Prometheus operator's kinds have no
 * types in Java, so for them the fields we use are named here, from its API reference.
 */
final class ManifestSchema {
  private interface Check {
    void validate(JsonElement element) throws IOException;
  }

  private static final Map<String, Check> KINDS =
      Map.ofEntries(
          Map.entry("v1 Namespace", V1Namespace::validateJsonElement),
          Map.entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
          Map.entry("v1 Secret", V1Secret::validateJsonElement),
          Map.entry("v1 Service", V1Service::validateJsonElement),
          Map.entry("v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement),
          Map.entry("v1 ServiceAccount", V1ServiceAccount::validateJsonElement),
          Map.entry("apps/v1 Deployment", V1Deployment::validateJsonElement),
          Map.entry("apps/v1 StatefulSet", V1StatefulSet::validateJsonElement),
          Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
          Map.entry(
              "autoscaling/v2 HorizontalPodAutoscaler",
              V2HorizontalPodAutoscaler::validateJsonElement),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement),
          Map.entry("networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement),
          Map.entry("rbac.authorization.k8s.io/v1 Role", V1Role::validateJsonElement),
          Map.entry(
              "rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding::validateJsonElement));

  private static final Set<String> METADATA =
      Set.of("/apiVersion", "/kind", "/metadata/name", "/metadata/namespace", "/metadata/labels/*");

  private static final Map<String, Set<String>> OPERATOR_KINDS =
      Map.of(
          "monitoring.coreos.com/v1 ServiceMonitor",
          Set.of(
              "/spec/selector/matchLabels/*",
              "/spec/podTargetLabels",
              "/spec/endpoints/port",
              "/spec/endpoints/path",
              "/spec/endpoints/interval",
              "/spec/endpoints/scrapeTimeout"),
          "monitoring.coreos.com/v1 PrometheusRule",
          Set.of(
              "/spec/groups/name",
              "/spec/groups/rules/alert",
              "/spec/groups/rules/expr",
              "/spec/groups/rules/for",
              "/spec/groups/rules/labels/*",
              "/spec/groups/rules/annotations/*"));

  private ManifestSchema() {}

  /** What is wrong with it, or nothing. */
  static List<String> faults(JsonNode manifest) {
    String kind = manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText();
    String where = kind + " " + Kustomization.name(manifest) + ": ";
    var faults = new ArrayList<String>();
    Check check = KINDS.get(kind);
    if (check != null) {
      try {
        check.validate(JsonParser.parseString(manifest.toString()));
      } catch (IOException | IllegalArgumentException e) {
        faults.add(where + e.getMessage());
      }
    } else if (OPERATOR_KINDS.containsKey(kind)) {
      fields("", manifest, OPERATOR_KINDS.get(kind), where, faults);
    } else {
      faults.add(where + "no such kind");
    }
    return faults;
  }

  private static void fields(
      String path, JsonNode node, Set<String> known, String where, List<String> faults) {
    if (node.isArray() && !node.path(0).isValueNode()) {
      node.forEach(each -> fields(path, each, known, where, faults));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              each -> fields(path + "/" + each.getKey(), each.getValue(), known, where, faults));
    } else {
      String any = path.replaceFirst("/(labels|matchLabels|annotations)/.*", "/$1/*");
      if (!known.contains(any) && !METADATA.contains(any)) {
        faults.add(where + "no field " + path);
      }
    }
  }
}
