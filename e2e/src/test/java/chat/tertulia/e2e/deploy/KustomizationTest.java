package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our small reader of kustomizations, held against the tool itself where there is one. */
class KustomizationTest {
  /** The first kustomize that knows everything ours use. */
  private static final int OLDEST_KUSTOMIZE = 5;

  private static final Pattern VERSION = Pattern.compile("Kustomize Version: v(\\d+)");

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/small", "overlays/high-availability"})
  void rendersWhatKustomizeRenders(String folder) throws IOException, InterruptedException {
    assumeTrue(hasKustomize(), "no kubectl with kustomize 5 on the path");
    Path path = Installation.K8S.resolve(folder);

    String theirs = run("kubectl", "kustomize", path.toString());

    assertEquals(byName(Yaml.documents(theirs)), byName(Kustomization.render(path)));
  }

  @Test
  void refusesWhatItDoesNotUnderstand(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), "namePrefix: other-\n");

    assertThrows(AssertionError.class, () -> Kustomization.render(folder));
  }

  @Test
  void refusesPatchThatChangesNothing(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        patches:
          - target:
              kind: Deployment
            patch: |-
              spec:
                replicas: 1
        """);

    assertThrows(AssertionError.class, () -> Kustomization.render(folder));
  }

  @Test
  void mergesAsKubernetesDoes() {
    ObjectNode target =
        (ObjectNode)
            Yaml.documents(
                    """
                    containers:
                      - name: a
                        image: one
                        args: [x, y]
                      - name: b
                        image: two
                    labels: {kept: "yes", dropped: "no"}
                    """)
                .getFirst();

    StrategicMerge.apply(
        target,
        Yaml.documents(
                """
                containers:
                  - name: b
                    image: three
                  - name: c
                    image: four
                  - name: a
                    args: [z]
                labels: {dropped: null, added: "yes"}
                """)
            .getFirst());

    assertEquals(
        Yaml.documents(
                """
                containers:
                  - name: a
                    image: one
                    args: [z]
                  - name: b
                    image: three
                  - name: c
                    image: four
                labels: {kept: "yes", added: "yes"}
                """)
            .getFirst(),
        target);
  }

  private static Map<String, JsonNode> byName(List<? extends JsonNode> manifests) {
    var all = new TreeMap<String, JsonNode>();
    for (JsonNode each : manifests) {
      JsonNode twice = all.put(each.path("kind").asText() + " " + Kustomization.name(each), each);
      assertEquals(null, twice, "there twice");
    }
    return all;
  }

  private static boolean hasKustomize() throws InterruptedException {
    try {
      Matcher version = VERSION.matcher(run("kubectl", "version", "--client"));
      return version.find() && Integer.parseInt(version.group(1)) >= OLDEST_KUSTOMIZE;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), String.join(" ", command));
    return output;
  }
}
