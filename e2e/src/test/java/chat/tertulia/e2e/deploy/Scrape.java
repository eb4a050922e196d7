package chat.tertulia.e2e.deploy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process says at {@code /metrics}: the name of each series and the labels it has. */
record Scrape(Map<String, Set<String>> labels) {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  static Scrape of(String page) {
    var found = new TreeMap<String, Set<String>>();
    for (String line : page.lines().filter(each -> !each.startsWith("#")).toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new AssertionError("not a metric: " + line);
      }
      Set<String> labels = found.computeIfAbsent(matcher.group(1), name -> new TreeSet<>());
      Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
      while (label.find()) {
        labels.add(label.group(1));
      }
    }
    return new Scrape(found);
  }
}
