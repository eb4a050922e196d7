package chat.tertulia.bench.report;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what a run gave: one page with the goals and a table for each scenario, and every window
 * as JSON. The page is written anew after each scenario, so a run that is broken off leaves one.
 */
public final class Report {
  /** The page, in the folder of results. */
  public static final String PAGE = "results.md";

  /** Below it, the windows. */
  public static final String WINDOWS = "results";

  private final Path folder;
  private final Machine machine;
  private final Map<String, ScenarioResult> results = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  public Report(Path folder, Machine machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** Adds a scenario's results and gives them as text. */
  public String add(ScenarioResult result) {
    results.put(result.scenario(), result);
    write(Path.of(WINDOWS, result.scenario() + ".json"), json(result));
    write(Path.of(PAGE), page());
    return scenario(result);
  }

  /** Says on the page that a scenario failed. */
  public void failed(String scenario, String reason) {
    failures.put(scenario, reason.lines().findFirst().orElse(""));
    write(Path.of(PAGE), page());
  }

  private void write(Path file, String text) {
    try {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String json(ScenarioResult result) {
    ObjectNode json = Json.object().put("scenario", result.scenario()).put("about", result.about());
    json.set("machine", Json.tree(machine));
    var windows = json.putArray("windows");
    for (Measurement each : result.measurements()) {
      ObjectNode window = windows.addObject();
      window.put("contender", each.contender()).put("round", each.round());
      each.values().forEach((metric, value) -> window.put(metric.key(), value));
    }
    return json.toString().replace("{\"contender\"", "\n{\"contender\"") + "\n";
  }

  private String page() {
    var text = new StringBuilder("# Results\n\n");
    text.append("Written by the run itself; [README.md](README.md) tells what is measured and how");
    text.append(
        " to read it.\nNumbers are medians over interleaved rounds, with the least and the");
    text.append(" largest in parentheses.\n\n");
    text.append(machine.describe()).append('\n');
    failures.forEach(
        (scenario, reason) -> text.append("**%s failed**: %s%n%n".formatted(scenario, reason)));
    text.append(goals()).append(floors());
    results.values().forEach(result -> text.append(scenario(result)));
    return text.toString();
  }

  private String goals() {
    List<String> heads =
        List.of("goal", "compared with", "wanted", "measured", "reached", "with the database");
    var text = new StringBuilder("## Goals\n\n").append(Table.head(heads));
    for (Goal goal : Goals.ALL) {
      ScenarioResult result = results.get(goal.scenario());
      if (result == null) {
        continue;
      }
      Goal.Verdict verdict = goal.of(result);
      text.append(
          Table.row(
              goal.scenario(),
              List.of(
                  goal.about(),
                  goal.against(),
                  goal.wanted(),
                  verdict.measured().toString(),
                  verdict.reached(),
                  verdict.whole().toString())));
    }
    return text.append('\n').toString();
  }

  /** What a goal that was not reached would have to go below. */
  private String floors() {
    var text = new StringBuilder();
    Goals.FLOORS.forEach(
        (scenario, floor) -> {
          ScenarioResult result = results.get(scenario);
          if (result != null
              && Goals.ALL.stream()
                  .anyMatch(g -> g.scenario().equals(scenario) && g.of(result).isMissed())) {
            text.append("- **").append(scenario).append(".** ").append(floor).append('\n');
          }
        });
    return text.isEmpty() ? "" : "What stands in the way:\n\n" + text + "\n";
  }

  private static String scenario(ScenarioResult result) {
    var text = new StringBuilder("## ").append(result.scenario()).append("\n\n");
    text.append(result.about()).append("\n\n").append(Table.values(result)).append('\n');
    if (!result.profiles().isEmpty()) {
      text.append("Where the time goes, in µs of CPU as in the row *of it JVM*:\n\n");
      text.append(Table.profiles(result)).append('\n');
    }
    return text.toString();
  }
}
