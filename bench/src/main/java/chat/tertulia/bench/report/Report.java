package chat.tertulia.bench.report;

import chat.tertulia.bench.contender.Contenders;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes one scenario's results beside each other: JSON with every window, and a table. */
public final class Report {
  private static final double LARGE = 1_000;
  private static final double MEDIUM = 10;

  private final Path folder;
  private final Machine machine;

  public Report(Path folder, Machine machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** Writes both files and gives the table. */
  public String write(ScenarioResult result) {
    String table = table(result);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(result.scenario() + ".json"), json(result));
      Files.writeString(folder.resolve(result.scenario() + ".md"), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
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
    ObjectNode medians = json.putObject("medians");
    for (String contender : result.contenders()) {
      ObjectNode values = medians.putObject(contender);
      for (Metric metric : result.metrics()) {
        double median = result.median(contender, metric);
        if (Double.isFinite(median)) {
          values.put(metric.key(), median);
        }
      }
    }
    return json.toString().replace("{\"contender\"", "\n{\"contender\"") + "\n";
  }

  private String table(ScenarioResult result) {
    var text = new StringBuilder();
    text.append("### ").append(result.scenario()).append("\n\n").append(result.about());
    text.append("\n\n| |");
    result.contenders().forEach(c -> text.append(' ').append(c).append(" |"));
    List<String[]> ratios = ratios(result);
    ratios.forEach(
        pair -> text.append(' ').append(pair[0]).append(" ÷ ").append(pair[1]).append(" |"));
    text.append("\n|---|").append("---:|".repeat(result.contenders().size() + ratios.size()));
    text.append('\n');
    for (Metric metric : result.metrics()) {
      text.append("| ").append(metric.title()).append(" |");
      for (String contender : result.contenders()) {
        text.append(' ').append(number(result.median(contender, metric))).append(" |");
      }
      for (String[] pair : ratios) {
        double ratio = result.ratio(pair[0], pair[1], metric);
        text.append(' ').append(Double.isFinite(ratio) ? "%.2f".formatted(ratio) : "").append(" |");
      }
      text.append('\n');
    }
    return text.append('\n').toString();
  }

  /** Each Tertulia against each of the others with as many nodes. */
  private static List<String[]> ratios(ScenarioResult result) {
    return result.contenders().stream()
        .filter(one -> one.startsWith(Contenders.TERTULIA))
        .flatMap(
            one ->
                result.contenders().stream()
                    .filter(other -> !other.startsWith(Contenders.TERTULIA))
                    .filter(other -> isClustered(other) == isClustered(one))
                    .map(other -> new String[] {one, other}))
        .toList();
  }

  private static boolean isClustered(String contender) {
    return contender.endsWith(Contenders.CLUSTERED);
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    String format =
        Math.abs(value) >= LARGE ? "%,.0f" : Math.abs(value) >= MEDIUM ? "%.1f" : "%.2f";
    return format.formatted(value).toLowerCase(Locale.ROOT);
  }
}
