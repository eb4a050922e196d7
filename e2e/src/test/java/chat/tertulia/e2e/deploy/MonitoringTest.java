package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard, the alerts and the probes name what the processes really have. */
class MonitoringTest {
  private static final Installation WATCHED = Installation.of("overlays/high-availability");

  private static TertuliaProcess tertulia;
  private static Scrape scrape;

  @BeforeAll
  static void startsAndSaysSomething() {
    tertulia = TertuliaProcess.start("monitored");
    try (World world = World.at(tertulia.url())) {
      Actor ann = world.person("ann");
      Room room = ann.creates("Metrics");
      ann.posts(room, "Something to count.");
      // Some names are there only after the first collection; every new password fills 19 MiB.
      SocketClient.awaitTrue(
          "a collection",
          () -> {
            world.person("bob");
            return inner("/metrics").text().contains("jvm_gc_pause_seconds");
          });
    }
    scrape = Scrape.of(inner("/metrics").expect(200).text());
  }

  @AfterAll
  static void stops() {
    if (tertulia != null) {
      tertulia.close();
    }
  }

  private static RestReply inner(String path) {
    try (World world = World.at(tertulia.url())) {
      URI url = URI.create(TertuliaProcess.at(tertulia.ports().admin()) + path);
      return world.rest().send("GET", url, null, null);
    }
  }

  @Test
  void everyPanelShowsWhatIsMeasured() {
    JsonNode board = dashboard();
    var faults = new ArrayList<String>();
    for (JsonNode panel : board.path("panels")) {
      boolean row = panel.path("type").asText().equals("row");
      assertTrue(row || panel.path("targets").size() > 0, panel.path("title").asText());
      panel.path("targets").forEach(each -> faults.addAll(query(each).unknown(scrape.labels())));
    }

    assertEquals(List.of(), faults);
  }

  @Test
  void everyAlertAsksForWhatIsMeasured() {
    var faults = new ArrayList<String>();
    rules().forEach(each -> faults.addAll(query(each).unknown(scrape.labels())));

    assertEquals(List.of(), faults);
  }

  @Test
  void nothingOfOursIsLeftOut() {
    var shown = new TreeSet<String>();
    dashboard()
        .path("panels")
        .forEach(panel -> panel.path("targets").forEach(t -> shown.addAll(query(t).metrics())));
    var missing =
        scrape.labels().keySet().stream()
            .filter(each -> each.startsWith("tertulia_"))
            .map(each -> each.replaceFirst("_(bucket|sum|count|max|created)$", ""))
            .filter(each -> shown.stream().noneMatch(metric -> metric.startsWith(each)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(new TreeSet<String>(), missing);
  }

  @Test
  void misspeltNameIsNoticed() {
    var wrong = new Query("sum by (loop, pot) (rate(tertulia_socket{job=\"x\", pad=\"y\"}[5m]))");

    assertEquals(
        List.of("no metric tertulia_socket", "no label loop", "no label pad", "no label pot"),
        wrong.unknown(scrape.labels()).stream().map(s -> s.replaceFirst(" in: .*", "")).toList());
  }

  @Test
  void everyAlertTellsWhatToDo() {
    String handbook = Yaml.text(Installation.ROOT.resolve("docs/operations.md"));
    var missing = new ArrayList<String>();
    for (JsonNode rule : rules()) {
      String name = rule.path("alert").asText();
      assertTrue(List.of("page", "warning").contains(rule.at("/labels/severity").asText()), name);
      assertFalse(rule.at("/annotations/summary").asText().isEmpty(), name);
      if (!handbook.contains(name)) {
        missing.add(name);
      }
    }

    assertEquals(List.of(), missing);
  }

  @Test
  void monitorFindsTheInnerPortsOfAll() {
    JsonNode monitor = WATCHED.all("ServiceMonitor").getFirst();
    List<JsonNode> services =
        WATCHED.all("Service").stream()
            .filter(
                each -> Selector.fits(monitor.at("/spec/selector"), each.at("/metadata/labels")))
            .map(each -> (JsonNode) each)
            .toList();
    assertEquals(1, services.size());
    JsonNode port = services.getFirst().at("/spec/ports/0");

    assertEquals(WATCHED.ours(), WATCHED.selected(services.getFirst().at("/spec/selector")));
    assertEquals(port.path("name"), monitor.at("/spec/endpoints/0/port"));
    assertEquals(200, inner(monitor.at("/spec/endpoints/0/path").asText()).status());
    // The alerts find the processes by the name of this service.
    String job = Kustomization.name(services.getFirst());
    for (JsonNode rule : rules()) {
      String text = rule.path("expr").asText();
      assertTrue(!text.contains("up{") || text.contains("job=\"" + job + "\""), text);
    }
  }

  @Test
  void probesAskForPathsThatAnswer() {
    for (Workload each : WATCHED.ours()) {
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        String path = each.container().path(probe).at("/httpGet/path").asText();
        assertEquals(200, inner(path).status(), path);
      }
    }
    assertEquals(404, inner("/health/other").status());
  }

  private static JsonNode dashboard() {
    return Json.parseObject(
        WATCHED.one("ConfigMap", "tertulia-dashboard").at("/data/tertulia.json").asText());
  }

  private static List<JsonNode> rules() {
    return WATCHED.all("PrometheusRule").stream()
        .flatMap(each -> stream(each.at("/spec/groups")))
        .flatMap(each -> stream(each.path("rules")))
        .toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    var all = new ArrayList<JsonNode>();
    array.forEach(all::add);
    return all.stream();
  }

  private static Query query(JsonNode from) {
    return new Query(from.path("expr").asText().replaceAll("\\$__rate_interval", "5m"));
  }
}
