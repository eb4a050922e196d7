package chat.tertulia.e2e.deploy;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as JSON trees, anchors and merge keys resolved. A key that is there twice is an error. */
final class Yaml {
  private Yaml() {}

  /** Every document of a file. */
  static List<JsonNode> documents(Path file) {
    return documents(text(file));
  }

  /** Every document of a text. */
  static List<JsonNode> documents(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var yaml = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
    var found = new ArrayList<JsonNode>();
    yaml.loadAll(text)
        .forEach(
            each -> {
              if (each != null) {
                found.add(Json.tree(each));
              }
            });
    return found;
  }

  /** The only document of a file. */
  static JsonNode document(Path file) {
    List<JsonNode> all = documents(file);
    if (all.size() != 1) {
      throw new AssertionError(file + " has " + all.size() + " documents");
    }
    return all.getFirst();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
