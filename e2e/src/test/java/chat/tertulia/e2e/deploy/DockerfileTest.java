package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an image must keep to. That it can be built takes a builder, which a test has not. */
class DockerfileTest {
  private final List<String> instructions = instructions();

  private static List<String> instructions() {
    String text = Yaml.text(Installation.ROOT.resolve("Dockerfile"));
    return text.replaceAll("(?m)^#.*\n", "")
        .replace("\\\n", " ")
        .lines()
        .map(each -> each.strip().replaceAll(" +", " "))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private List<String> all(String word) {
    return instructions.stream()
        .filter(each -> each.startsWith(word + " "))
        .map(each -> each.substring(word.length() + 1))
        .toList();
  }

  /** The instructions of the last stage, which is the image. */
  private List<String> image() {
    int from = 0;
    for (int i = 0; i < instructions.size(); i++) {
      from = instructions.get(i).startsWith("FROM ") ? i : from;
    }
    return instructions.subList(from, instructions.size());
  }

  @Test
  void basesSayWhichJavaAndWhichSystem() {
    var stages = new TreeSet<String>();
    for (String from : all("FROM")) {
      String[] words = from.split(" ", -1);
      assertTrue(
          stages.contains(words[0]) || words[0].matches("eclipse-temurin:25-j(dk|re)-noble"), from);
      stages.add(words[words.length - 1]);
    }
    assertTrue(all("FROM").stream().anyMatch(each -> each.startsWith("eclipse-temurin:25-jre-")));
  }

  @Test
  void nothingComesFromElsewhere() {
    assertEquals(List.of(), all("ADD"));
    assertFalse(String.join("\n", instructions).matches("(?s).*\\b(curl|wget|https?://).*"));
  }

  @Test
  void runsAsTheUserThatTheManifestsName() {
    String user =
        image().stream().filter(each -> each.startsWith("USER ")).findFirst().orElseThrow();
    for (Workload each : Installation.of("base").ours()) {
      var security = each.pod().path("securityContext");
      String wanted =
          security.path("runAsUser").asText() + ":" + security.path("runAsGroup").asText();
      assertEquals("USER " + wanted, user);
    }
  }

  @Test
  void exposesThePortsOfTheSettings() {
    var ports = new TreeSet<Integer>();
    NodeSettings node = Settings.of(Map.of()).read(NodeSettings.class);
    ports.add(node.adminPort());
    ports.add(node.clusterPort());
    for (Part part : Part.values()) {
      ports.add(part.port(Map.of()));
    }
    Installation.of("base").ours().forEach(each -> ports.add(each.port("bus")));

    var exposed = new TreeSet<Integer>();
    for (String each : all("EXPOSE").getFirst().split(" ", -1)) {
      exposed.add(Integer.valueOf(each));
    }
    assertEquals(ports, exposed);
  }

  @Test
  void javaGetsTheSignalsAndTheCheckIsThere() {
    assertEquals(List.of("[\"/bin/sh\", \"/app/entrypoint.sh\"]"), all("ENTRYPOINT"));
    assertEquals(List.of("SIGTERM"), all("STOPSIGNAL"));
    assertTrue(all("HEALTHCHECK").getFirst().endsWith("[\"/bin/bash\", \"/app/healthcheck.sh\"]"));
    assertTrue(Yaml.text(Installation.K8S.resolve("image/entrypoint.sh")).contains("\nexec java "));
  }

  /** Whatever it copies or runs from the context is there and not kept out of it. */
  @Test
  void contextHasWhatTheBuildTakes() {
    var missing = new ArrayList<String>();
    for (String word : String.join(" ", instructions).split("[ ;]", -1)) {
      if (word.startsWith("k8s/") && !Files.isRegularFile(Installation.ROOT.resolve(word))) {
        missing.add(word);
      }
    }
    assertEquals(List.of(), missing);
    String ignored = Yaml.text(Installation.ROOT.resolve(".dockerignore"));
    List<String> outside = ignored.lines().toList();
    // Maven reads the descriptors of all modules, also of those it does not build.
    assertFalse(outside.contains("e2e") || outside.contains("bench") || outside.contains("k8s"));
    assertTrue(outside.contains("**/target") && outside.contains("data"));
  }
}
