package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** A Deployment or StatefulSet of one container. */
record Workload(Installation installation, JsonNode manifest) {
  String name() {
    return Kustomization.name(manifest);
  }

  JsonNode labels() {
    return manifest.path("spec").path("template").path("metadata").path("labels");
  }

  JsonNode pod() {
    return manifest.path("spec").path("template").path("spec");
  }

  JsonNode container() {
    if (pod().path("containers").size() != 1) {
      throw new AssertionError(name() + " has other than one container");
    }
    return pod().path("containers").get(0);
  }

  /** The number of a named port; 0 when there is none. */
  int port(String named) {
    for (JsonNode each : container().path("ports")) {
      if (each.path("name").asText().equals(named)) {
        return each.path("containerPort").asInt();
      }
    }
    return 0;
  }

  /**
   * What the container gets as its environment. Whoever is referred to must be there: config maps
   * among the manifests, secrets in the example an operator copies.
   */
  Map<String, String> environment() {
    var all = new TreeMap<String, String>();
    for (JsonNode each : container().path("envFrom")) {
      // What an operator may add is theirs to write.
      if (each.path("secretRef").path("optional").asBoolean()) {
        continue;
      }
      String map = each.path("configMapRef").path("name").asText();
      installation
          .one("ConfigMap", map)
          .path("data")
          .properties()
          .forEach(entry -> all.put(entry.getKey(), entry.getValue().textValue()));
    }
    for (JsonNode each : container().path("env")) {
      all.put(each.path("name").asText(), value(each));
    }
    return all;
  }

  private String value(JsonNode variable) {
    JsonNode from = variable.path("valueFrom");
    if (from.has("fieldRef")) {
      return field(from.path("fieldRef").path("fieldPath").asText());
    } else if (from.has("secretKeyRef")) {
      return Secrets.value(from.path("secretKeyRef"));
    } else if (variable.path("value").isTextual()) {
      return variable.path("value").textValue();
    }
    throw new AssertionError(name() + ": no text as value: " + variable);
  }

  private static String field(String path) {
    if (!path.equals("status.podIP")) {
      throw new AssertionError("not understood: " + path);
    }
    return "10.1.2.3";
  }

  /** Whether a variable comes from a secret. */
  boolean isSecret(String variable) {
    for (JsonNode each : container().path("env")) {
      if (each.path("name").asText().equals(variable)) {
        return each.path("valueFrom").has("secretKeyRef");
      }
    }
    return false;
  }
}
