package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Kubernetes' strategic merge, as far as our patches use it: maps merge, the lists named here merge
 * by their key, other lists are replaced, null removes, {@code $patch: replace} as a list's first
 * element replaces it whole.
 */
final class StrategicMerge {
  static final String DIRECTIVE = "$patch";

  /** Lists whose elements are told apart by one of their fields. */
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "env", "name",
          "volumes", "name",
          "volumeMounts", "mountPath",
          "imagePullSecrets", "name",
          "ports", "containerPort");

  private StrategicMerge() {}

  /** Changes the target as the patch says. */
  static void apply(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode wanted = field.getValue();
      JsonNode there = target.get(name);
      if (name.equals(DIRECTIVE)) {
        throw new AssertionError("not understood: " + patch);
      } else if (wanted.isNull()) {
        target.remove(name);
      } else if (wanted.isObject() && there instanceof ObjectNode object) {
        apply(object, wanted);
      } else if (wanted.isArray() && there instanceof ArrayNode list) {
        target.set(name, merged(name, list, (ArrayNode) wanted));
      } else {
        target.set(name, wanted.deepCopy());
      }
    }
  }

  private static ArrayNode merged(String name, ArrayNode there, ArrayNode wanted) {
    String key = KEYS.get(name);
    if (wanted.path(0).path(DIRECTIVE).asText().equals("replace")) {
      ArrayNode whole = wanted.deepCopy();
      whole.remove(0);
      return whole;
    }
    if (key == null) {
      if (wanted.findValue(DIRECTIVE) != null || name.equals("topologySpreadConstraints")) {
        throw new AssertionError("this list merges in a way not understood here: " + name);
      }
      return wanted.deepCopy();
    }
    ArrayNode result = there.deepCopy();
    for (JsonNode each : wanted) {
      ObjectNode same = withKey(result, key, each.path(key));
      if (same == null) {
        result.add(each.deepCopy());
      } else {
        apply(same, each);
      }
    }
    return result;
  }

  private static ObjectNode withKey(ArrayNode list, String key, JsonNode value) {
    for (JsonNode each : list) {
      if (each.path(key).equals(value)) {
        return (ObjectNode) each;
      }
    }
    return null;
  }
}
