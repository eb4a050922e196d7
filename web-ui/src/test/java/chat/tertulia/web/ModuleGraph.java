package chat.tertulia.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which modules are loaded with a module, by its static imports and the page's import map. */
final class ModuleGraph {
  private static final Pattern MAPPED = Pattern.compile("\"([^\"]+)\":\\s*\"(/vendor/[^\"]+)\"");
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?:^|[;}\\s])(?:import|export)\\s*(?:[\\w*{}\\s,$]+?\\s*from\\s*)?[\"']([^\"']+)[\"']");

  private final Path page;
  private final Map<String, String> map = new LinkedHashMap<>();

  ModuleGraph(Path page, String index) {
    this.page = page;
    MAPPED.matcher(index).results().forEach(m -> map.put(m.group(1), m.group(2)));
  }

  SortedSet<String> from(String module) throws IOException {
    var found = new TreeSet<String>();
    var open = new ArrayDeque<String>();
    open.add(module);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (found.add(next)) {
        String source = Files.readString(page.resolve(next.substring(1)));
        IMPORT.matcher(source).results().map(m -> resolve(m.group(1), next)).forEach(open::add);
      }
    }
    return found;
  }

  private String resolve(String name, String importer) {
    if (name.startsWith("/")) {
      return name;
    }
    if (name.startsWith(".")) {
      return Path.of(importer).resolveSibling(name).normalize().toString().replace('\\', '/');
    }
    if (map.containsKey(name)) {
      return map.get(name);
    }
    return map.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/") && name.startsWith(entry.getKey()))
        .map(entry -> entry.getValue() + name.substring(entry.getKey().length()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(importer + " imports " + name));
  }
}
