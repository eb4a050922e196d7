package chat.tertulia.e2e.deploy;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docker-compose.yml}, its variables put in as compose does. */
record ComposeFile(JsonNode tree) {
  /** {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?message}}. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::([-?])([^}]*))?})");

  /** As it stands, nothing put in. */
  static JsonNode raw() {
    return Yaml.document(Installation.ROOT.resolve("docker-compose.yml"));
  }

  /**
   * @param variables the environment of whoever starts it
   */
  static ComposeFile with(Map<String, String> variables) {
    return new ComposeFile(interpolated(raw(), variables));
  }

  private static JsonNode interpolated(JsonNode node, Map<String, String> variables) {
    if (node.isTextual()) {
      return new TextNode(interpolated(node.textValue(), variables));
    } else if (node.isArray()) {
      var list = Json.object().putArray("list");
      node.forEach(each -> list.add(interpolated(each, variables)));
      return list;
    } else if (node.isObject()) {
      ObjectNode object = Json.object();
      node.properties()
          .forEach(each -> object.set(each.getKey(), interpolated(each.getValue(), variables)));
      return object;
    }
    return node;
  }

  private static String interpolated(String text, Map<String, String> variables) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        found -> {
          String name = found.group(1) == null ? found.group(2) : found.group(1);
          String value = variables.getOrDefault(name, "");
          if (value.isEmpty() && "?".equals(found.group(3))) {
            throw new IllegalArgumentException(found.group(4));
          }
          boolean fallsBack = value.isEmpty() && "-".equals(found.group(3));
          return Matcher.quoteReplacement(fallsBack ? found.group(4) : value);
        });
  }

  JsonNode service(String name) {
    JsonNode found = tree.path("services").path(name);
    if (found.isMissingNode()) {
      throw new AssertionError("no service " + name);
    }
    return found;
  }

  /** Service to process, for those that run one of ours. */
  Map<String, Part> parts() {
    var all = new TreeMap<String, Part>();
    for (Map.Entry<String, JsonNode> each : tree.path("services").properties()) {
      if (each.getValue().has("build")) {
        all.put(each.getKey(), Part.of(each.getValue().at("/build/args/MODULE").asText()));
      }
    }
    return all;
  }

  Map<String, String> environment(String service) {
    var all = new TreeMap<String, String>();
    service(service)
        .path("environment")
        .properties()
        .forEach(each -> all.put(each.getKey(), each.getValue().asText()));
    return all;
  }
}
