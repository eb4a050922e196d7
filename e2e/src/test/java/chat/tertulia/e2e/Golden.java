package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Documents of the contract kept as files, which the protocol's documentation shows. What differs
 * from run to run stands in them as an example: people and rooms by the names the test gave them,
 * times, ids and secrets by one value each.
 *
 * <p>With {@code -Dgolden.write=true} the files are written anew instead of compared.
 */
final class Golden {
  private static final boolean WRITE = Boolean.getBoolean("golden.write");
  private static final Path FOLDER = Repository.ROOT.resolve("e2e/src/test/resources/golden");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  private static final Pattern ID = Pattern.compile("[a-z][0-9a-hjkmnp-tv-z]{20}");
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("accessToken", "eyJhbGciOiJFUzI1NiIs…"),
          Map.entry("token", "eyJhbGciOiJFUzI1NiIs…"),
          Map.entry("refreshToken", "b5Q7vK0s…"),
          Map.entry("password", "correct horse battery staple"),
          Map.entry("oldPassword", "correct horse battery staple"),
          Map.entry("newPassword", "another good long secret"),
          Map.entry("next", "bmV4dA"),
          Map.entry("cursor", "bmV4dA"),
          Map.entry("epoch", "e7"),
          Map.entry("kid", "k7"),
          Map.entry("x", "nM2v…"),
          Map.entry("y", "Jk0b…"),
          Map.entry("instance", "t7"),
          Map.entry("address", "127.0.0.1"),
          Map.entry("agent", "Mozilla/5.0 …"));

  private final Map<String, String> names = new LinkedHashMap<>();

  /** From now on this value is written as that one, also inside longer text. */
  void name(String value, String example) {
    names.put(value, example);
  }

  /** The document is the one in the file. */
  void matches(String file, ObjectNode actual) {
    String found = normal("", actual).toPrettyString() + "\n";
    Path path = FOLDER.resolve(file + ".json");
    try {
      if (WRITE) {
        Files.createDirectories(FOLDER);
        Files.writeString(path, found);
      }
      assertTrue(
          Files.exists(path), "no golden file " + file + ", write it with -Dgolden.write=true");
      assertEquals(Files.readString(path), found, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode normal(String field, JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var copy = Json.object();
        object.properties().forEach(e -> copy.set(e.getKey(), normal(e.getKey(), e.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = Json.object().arrayNode();
        array.forEach(e -> copy.add(normal(field, e)));
        yield copy;
      }
      case TextNode text -> TextNode.valueOf(example(field, text.asText()));
      default -> node;
    };
  }

  private String named(String text) {
    String named = text;
    for (var each : names.entrySet()) {
      named = named.replace(each.getKey(), each.getValue());
    }
    return named;
  }

  private String example(String field, String text) {
    if (EXAMPLES.containsKey(field) && !names.containsKey(text)) {
      boolean frameAddress =
          field.equals("address") && text.contains(".") && !text.startsWith("127.");
      if (!frameAddress) {
        return EXAMPLES.get(field);
      }
    }
    if (TIME.matcher(text).matches()) {
      return "2026-05-04T09:30:00.000Z";
    }
    // Twice: the example of an id may hold a name that has an example itself.
    String named = named(named(text));
    return ID.matcher(named).matches() ? named.charAt(0) + "7" : named;
  }
}
