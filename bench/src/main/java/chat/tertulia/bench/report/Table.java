package chat.tertulia.bench.report;

import chat.tertulia.bench.contender.Contenders;
import chat.tertulia.bench.process.Breakdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Results of one scenario as Markdown. */
final class Table {
  /** What follows a contender's name when it does something else than its namesake. */
  private static final List<String> VARIANTS = List.of(Contenders.CLUSTERED, "-hot-room", "-rest");

  private static final double HUNDRED = 100;

  private record Pair(String one, String other) {
    String title() {
      return one + " ÷ " + other;
    }
  }

  private Table() {}

  /** Medians with least and largest, and Tertulia divided by each other that does the same. */
  static String values(ScenarioResult result) {
    List<Pair> pairs = pairs(result.contenders());
    var heads = new ArrayList<>(result.contenders());
    pairs.forEach(pair -> heads.add(pair.title()));
    var text = new StringBuilder(head(heads));
    for (Metric metric : result.metrics()) {
      var cells = new ArrayList<String>();
      result.contenders().forEach(c -> cells.add(result.spread(c, metric).toString()));
      for (Pair pair : pairs) {
        Spread ratio = result.ratio(pair.one(), pair.other(), metric);
        cells.add(metric.isOfServer() && ratio.exists() ? Spread.text(ratio.median()) : "");
      }
      text.append(row(metric.title(), cells));
    }
    return text.toString();
  }

  /**
   * Where the CPU went: each part's share of the samples, times what was measured without the
   * profiler; in hundredths where nothing was.
   */
  static String profiles(ScenarioResult result) {
    Map<String, Breakdown> profiles = result.profiles();
    var parts = new TreeSet<String>();
    profiles.values().forEach(each -> parts.addAll(each.shares().keySet()));
    var text = new StringBuilder(head(List.copyOf(profiles.keySet())));
    for (String part : parts) {
      var cells = new ArrayList<String>();
      profiles.forEach(
          (who, each) -> cells.add(cell(each.shares().getOrDefault(part, 0.0), cost(result, who))));
      text.append(row(part, cells));
    }
    var all = profiles.keySet().stream().map(who -> cell(1, cost(result, who))).toList();
    var samples =
        profiles.values().stream().map(each -> String.format(Locale.ROOT, "%,d", each.samples()));
    String tool = profiles.values().iterator().next().tool();
    return text.append(row("together", all))
        .append(row("samples (" + tool + ")", samples.toList()))
        .toString();
  }

  /** What a process took for the unit of its scenario, in µs. */
  private static Spread cost(ScenarioResult result, String who) {
    if (result.contenders().contains(who)) {
      Spread client = result.spread(who, Metric.STORM_CPU_SERVER);
      return client.exists() ? client : result.spread(who, Metric.CPU_SERVER);
    }
    return result.spread(result.contenders().getFirst(), Metric.GENERATOR_CPU);
  }

  private static String cell(double share, Spread cost) {
    if (share == 0) {
      return "";
    }
    return cost.exists()
        ? Spread.text(share * cost.median())
        : String.format(Locale.ROOT, "%.1f %%", share * HUNDRED);
  }

  static String head(List<String> titles) {
    return "| | " + String.join(" | ", titles) + " |\n|---|" + "---:|".repeat(titles.size()) + "\n";
  }

  static String row(String title, List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
  }

  private static List<Pair> pairs(List<String> contenders) {
    return contenders.stream()
        .filter(one -> one.startsWith(Contenders.TERTULIA))
        .flatMap(
            one ->
                contenders.stream()
                    .filter(other -> !other.startsWith(Contenders.TERTULIA))
                    .filter(other -> variant(other).equals(variant(one)))
                    .map(other -> new Pair(one, other)))
        .toList();
  }

  private static String variant(String contender) {
    return VARIANTS.stream().filter(contender::endsWith).findFirst().orElse("");
  }
}
