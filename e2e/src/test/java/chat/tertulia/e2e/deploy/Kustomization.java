package chat.tertulia.e2e.deploy;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Renders a folder as kustomize does, as far as ours use it. Own code instead of the tool, because
 * what Debian has of it is too old for components, and a test must run wherever the build does;
 * {@link KustomizationTest} holds it against the tool where there is one. What is not understood
 * here is an error.
 */
final class Kustomization {
  private static final Set<String> KNOWN =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "components",
          "replicas",
          "patches",
          "configMapGenerator");

  /** Kinds that live in no namespace. */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of("Namespace", "ClusterRole", "ClusterRoleBinding");

  private final List<ObjectNode> manifests;

  private Kustomization(List<ObjectNode> manifests) {
    this.manifests = manifests;
  }

  /** Everything that {@code kubectl apply -k} would send. */
  static List<ObjectNode> render(Path folder) {
    var all = new Kustomization(new ArrayList<>());
    all.add(folder);
    return List.copyOf(all.manifests);
  }

  private void add(Path folder) {
    JsonNode file = Yaml.document(folder.resolve("kustomization.yaml"));
    file.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw new AssertionError(folder + ": not understood: " + name);
              }
            });
    file.path("resources").forEach(each -> resource(folder.resolve(each.asText()).normalize()));
    file.path("configMapGenerator").forEach(each -> manifests.add(generated(folder, each)));
    file.path("components").forEach(each -> add(folder.resolve(each.asText()).normalize()));
    file.path("patches").forEach(each -> patch(folder, each));
    file.path("replicas").forEach(this::replicas);
    if (file.has("namespace")) {
      manifests.forEach(each -> place(each, file.path("namespace").asText()));
    }
  }

  private void resource(Path path) {
    if (Files.isDirectory(path)) {
      add(path);
    } else {
      Yaml.documents(path).forEach(each -> manifests.add((ObjectNode) each));
    }
  }

  private static ObjectNode generated(Path folder, JsonNode wanted) {
    if (!wanted.path("options").path("disableNameSuffixHash").asBoolean()) {
      throw new AssertionError("not understood: a name with a hash behind it");
    }
    ObjectNode made = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = made.putObject("metadata");
    metadata.put("name", wanted.path("name").asText());
    metadata.set("labels", wanted.path("options").path("labels").deepCopy());
    ObjectNode entries = made.putObject("data");
    for (JsonNode each : wanted.path("files")) {
      String[] pair = each.asText().split("=", 2);
      entries.put(pair[0], Yaml.text(folder.resolve(pair[1])));
    }
    return made;
  }

  private void patch(Path folder, JsonNode wanted) {
    JsonNode patch =
        wanted.has("path")
            ? Yaml.document(folder.resolve(wanted.path("path").asText()))
            : Yaml.documents(wanted.path("patch").asText()).getFirst();
    List<ObjectNode> chosen =
        manifests.stream()
            .filter(
                each ->
                    wanted.has("target") ? fits(each, wanted.path("target")) : same(each, patch))
            .toList();
    if (chosen.isEmpty()) {
      throw new AssertionError("a patch that changes nothing: " + wanted);
    }
    for (ObjectNode each : chosen) {
      if (patch.path(StrategicMerge.DIRECTIVE).asText().equals("delete")) {
        manifests.remove(each);
      } else {
        ObjectNode change = patch.deepCopy();
        if (wanted.has("target")) {
          change.remove(List.of("apiVersion", "kind", "metadata"));
        }
        StrategicMerge.apply(each, change);
      }
    }
  }

  private static boolean same(JsonNode manifest, JsonNode patch) {
    return manifest.path("kind").equals(patch.path("kind"))
        && manifest.path("apiVersion").equals(patch.path("apiVersion"))
        && name(manifest).equals(name(patch));
  }

  private static boolean fits(JsonNode manifest, JsonNode target) {
    for (Map.Entry<String, JsonNode> each : target.properties()) {
      String wanted = each.getValue().asText();
      boolean fits =
          switch (each.getKey()) {
            case "kind" -> manifest.path("kind").asText().equals(wanted);
            case "name" -> name(manifest).matches(wanted);
            case "labelSelector" -> {
              String[] pair = wanted.split("=", 2);
              JsonNode labels = manifest.path("metadata").path("labels");
              yield labels.path(pair[0]).asText().equals(pair[1]);
            }
            default -> throw new AssertionError("not understood: " + target);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private void replicas(JsonNode wanted) {
    for (ObjectNode each : manifests) {
      boolean scales = Set.of("Deployment", "StatefulSet").contains(each.path("kind").asText());
      if (scales && name(each).equals(wanted.path("name").asText())) {
        ((ObjectNode) each.path("spec")).set("replicas", wanted.path("count"));
      }
    }
  }

  private static void place(ObjectNode manifest, String namespace) {
    if (OF_THE_CLUSTER.contains(manifest.path("kind").asText())) {
      return;
    }
    ((ObjectNode) manifest.path("metadata")).put("namespace", namespace);
  }

  static String name(JsonNode manifest) {
    return manifest.path("metadata").path("name").asText();
  }
}
