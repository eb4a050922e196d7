package chat.tertulia.e2e.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics and labels that a PromQL expression names. Not a parser: it takes words apart. */
record Query(String text) {
  private static final Set<String> WORDS =
      Set.of(
          "sum",
          "max",
          "min",
          "avg",
          "count",
          "rate",
          "increase",
          "absent",
          "by",
          "without",
          "or",
          "and",
          "unless",
          "on",
          "ignoring",
          "histogram_quantile");

  /** Added by Prometheus and its operator to every series. */
  private static final Set<String> OF_THE_TARGET =
      Set.of("pod", "namespace", "job", "instance", "service", "app_kubernetes_io_name");

  private static final Pattern SELECTED = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)}");
  private static final Pattern GROUPED =
      Pattern.compile("\\b(?:by|without|on|ignoring) *\\(([^)]*)\\)");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][\\w:]*");
  private static final Pattern MATCHER = Pattern.compile("(\\w+) *(?:=~|!~|!=|=)");

  /** Names of series. */
  Set<String> metrics() {
    String bare =
        text.replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^}]*}", "")
            .replaceAll("\\[[^]]*]", "")
            .replaceAll(GROUPED.pattern(), " ");
    var found = new TreeSet<String>();
    Matcher word = WORD.matcher(bare);
    while (word.find()) {
      if (!WORDS.contains(word.group())) {
        found.add(word.group());
      }
    }
    return found;
  }

  /** What it names that the processes do not have. */
  List<String> unknown(Map<String, Set<String>> known) {
    var faults = new ArrayList<String>();
    var labels = new TreeSet<>(OF_THE_TARGET);
    for (String metric : metrics()) {
      if (known.containsKey(metric)) {
        labels.addAll(known.get(metric));
      } else if (!metric.equals("up")) {
        faults.add("no metric " + metric + " in: " + text);
      }
    }
    for (String label : labels()) {
      if (!labels.contains(label)) {
        faults.add("no label " + label + " in: " + text);
      }
    }
    return faults;
  }

  private Set<String> labels() {
    var found = new TreeSet<String>();
    Matcher grouped = GROUPED.matcher(text);
    while (grouped.find()) {
      for (String each : grouped.group(1).split(",", -1)) {
        found.add(each.strip());
      }
    }
    Matcher selected = SELECTED.matcher(text);
    while (selected.find()) {
      Matcher one = MATCHER.matcher(selected.group(2));
      while (one.find()) {
        found.add(one.group(1));
      }
    }
    return found;
  }
}
