package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The manifests of one overlay, and how they hang together. */
record Installation(String name, List<ObjectNode> manifests) {
  static final Path ROOT = root();
  static final Path K8S = ROOT.resolve("k8s");

  /** Kinds that make pods. */
  private static final List<String> WORKLOADS = List.of("Deployment", "StatefulSet");

  static final String PART = "app.kubernetes.io/part-of";
  static final String NAME = "app.kubernetes.io/name";

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /**
   * @param folder below {@code k8s}
   */
  static Installation of(String folder) {
    return new Installation(folder, Kustomization.render(K8S.resolve(folder)));
  }

  List<ObjectNode> all(String kind) {
    return manifests.stream().filter(each -> each.path("kind").asText().equals(kind)).toList();
  }

  boolean has(String kind, String name) {
    return all(kind).stream().anyMatch(each -> Kustomization.name(each).equals(name));
  }

  ObjectNode one(String kind, String name) {
    return all(kind).stream()
        .filter(each -> Kustomization.name(each).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(this.name + " has no " + kind + " " + name));
  }

  /** Everything that makes pods. */
  List<Workload> workloads() {
    var found = new ArrayList<Workload>();
    WORKLOADS.forEach(kind -> all(kind).forEach(each -> found.add(new Workload(this, each))));
    return found;
  }

  /** Those that run a process of Tertulia. */
  List<Workload> ours() {
    return workloads().stream()
        .filter(each -> each.labels().path(PART).asText().equals("tertulia"))
        .toList();
  }

  /** Those whose pods a selector means. */
  List<Workload> selected(JsonNode labels) {
    return workloads().stream().filter(each -> Selector.holds(labels, each.labels())).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
