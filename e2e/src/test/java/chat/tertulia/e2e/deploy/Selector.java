package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Label selectors. */
final class Selector {
  private Selector() {}

  /** Whether the labels have everything a map of wanted ones names. */
  static boolean holds(JsonNode wanted, JsonNode labels) {
    return wanted.properties().stream()
        .allMatch(each -> each.getValue().equals(labels.path(each.getKey())));
  }

  /**
   * Whether the labels fit {@code matchLabels} and {@code matchExpressions}; an empty one fits all.
   */
  static boolean fits(JsonNode selector, JsonNode labels) {
    for (Map.Entry<String, JsonNode> each : selector.properties()) {
      boolean fits =
          switch (each.getKey()) {
            case "matchLabels" -> holds(each.getValue(), labels);
            case "matchExpressions" ->
                StreamSupport.stream(each.getValue().spliterator(), false)
                    .allMatch(one -> expression(one, labels));
            default -> throw new AssertionError("not understood: " + selector);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean expression(JsonNode expression, JsonNode labels) {
    if (!expression.path("operator").asText().equals("In")) {
      throw new AssertionError("not understood: " + expression);
    }
    JsonNode label = labels.path(expression.path("key").asText());
    return StreamSupport.stream(expression.path("values").spliterator(), false)
        .anyMatch(label::equals);
  }
}
