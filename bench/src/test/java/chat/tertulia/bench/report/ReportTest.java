package chat.tertulia.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.process.Breakdown;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final ScenarioResult S1 =
      new ScenarioResult(
          "S1",
          "One room.",
          List.of("tertulia", "stock"),
          List.of(
              window("tertulia", 1, 4),
              window("stock", 1, 10),
              window("tertulia", 2, 6),
              window("stock", 2, 10)),
          Map.of("tertulia", new Breakdown("perf", 1_234, Map.of("kernel: send", 0.5))));

  @TempDir Path folder;

  private static Measurement window(String contender, int round, double cpu) {
    return new Measurement(contender, round, Map.of(Metric.CPU_SERVER, cpu, Metric.WIRE, 474.0));
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve(Report.PAGE));
  }

  private Report report() {
    return new Report(folder, Machine.current("abc1234", "-Xmx1g", "bench/run ALL"));
  }

  @Test
  void thePageHasMachineGoalsTableAndProfile() throws IOException {
    report().add(S1);

    String page = page();
    assertTrue(page.contains("command: `bench/run ALL`"), page);
    assertTrue(page.contains("commit: abc1234"), page);
    assertTrue(
        page.contains("| S1 | CPU per delivery | stock | ≤ 0.6 × | 0.50 (0.40–0.60) | yes |"),
        page);
    assertTrue(page.contains("| S1 | CPU per delivery | bare | ≤ 1.2 × |  | not measured |"), page);
    assertTrue(page.contains("| of it JVM (µs/delivery) | 5.00 (4.00–6.00) | 10.0 | 0.50 |"), page);
    assertTrue(page.contains("| received (B/delivery) | 474.0 | 474.0 |  |"), page);
    assertTrue(page.contains("| kernel: send | 2.50 |"), page);
  }

  @Test
  void whatStandsInTheWayIsToldWhereAGoalIsMissed() throws IOException {
    var slow =
        new ScenarioResult(
            "S1",
            "One room.",
            List.of("tertulia", "stock"),
            List.of(window("tertulia", 1, 9), window("stock", 1, 10)));

    report().add(S1);
    assertFalse(page().contains("- **S1.**"), page());

    report().add(slow);
    assertTrue(page().contains("- **S1.** "), page());
  }

  @Test
  void goalsOfScenariosThatDidNotRunAreLeftOut() throws IOException {
    report().add(S1);

    assertFalse(page().contains("| SAT |"));
  }

  @Test
  void everyWindowIsKept() throws IOException {
    report().add(S1);

    JsonNode json = Json.readObject(Files.readString(folder.resolve("results/S1.json")));
    assertEquals(4, json.path("windows").size());
    assertEquals(4.0, json.path("windows").path(0).path("cpu_server").asDouble());
    assertEquals("bench/run ALL", json.path("machine").path("command").asText());
  }

  @Test
  void aScenarioThatFailedIsToldOnThePage() throws IOException {
    Report report = report();
    report.add(S1);
    report.failed("S2", "stock failed the check\nand more");

    assertTrue(page().contains("**S2 failed**: stock failed the check\n"), page());
    assertTrue(page().contains("## S1"), page());
  }

  @Test
  void variantsAreComparedWithTheirOwnKindAlone() {
    var result =
        new ScenarioResult(
            "ING",
            "Sends.",
            List.of("tertulia", "tertulia-hot-room", "tertulia-rest", "insert", "insert-hot-room"),
            List.of());

    String table = Table.values(result);

    assertTrue(
        table.contains("| tertulia ÷ insert | tertulia-hot-room ÷ insert-hot-room |\n"), table);
  }
}
