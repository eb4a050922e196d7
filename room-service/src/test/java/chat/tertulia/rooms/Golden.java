package chat.tertulia.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Documents of the contract, kept as files that the documentation shows. What differs from run to
 * run (ids, times, codes) is compared by its form.
 */
final class Golden {
  private static final Set<String> IDS = Set.of("id", "roomId", "userId", "by");
  private static final Set<String> TIMES = Set.of("at", "createdAt", "joinedAt", "expiresAt");
  private static final Set<String> OPAQUE = Set.of("code", "next");

  private Golden() {}

  static ObjectNode read(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
      return Json.readObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document has exactly the fields, types and fixed values of the file. */
  static void matches(String name, JsonNode actual) {
    assertEquals(
        formOf("", read(name)).toPrettyString(), formOf("", actual).toPrettyString(), name);
  }

  private static JsonNode formOf(String field, JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var copy = Json.object();
        object.properties().forEach(e -> copy.set(e.getKey(), formOf(e.getKey(), e.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = Json.object().arrayNode();
        array.forEach(e -> copy.add(formOf(field, e)));
        yield copy;
      }
      default -> TextNode.valueOf(formOfValue(field, node));
    };
  }

  private static String formOfValue(String field, JsonNode value) {
    if (IDS.contains(field) && value.asText().matches("[a-z][0-9a-z]{20}")) {
      return "<id " + value.asText().charAt(0) + ">";
    }
    if (TIMES.contains(field)
        && value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")) {
      return "<time>";
    }
    if (OPAQUE.contains(field) && value.isTextual()) {
      return "<text of " + value.asText().length() + ">";
    }
    if (field.equals("url")) {
      return value.asText().replaceAll("[0-9A-Z]{20}$", "<code>");
    }
    return value.toString();
  }
}
