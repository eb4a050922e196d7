package chat.tertulia.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** How many bytes a first visit takes. They are counted, so it is the same on every machine. */
class PageWeightTest {
  /** What the first view may weigh as it goes over the wire, in bytes. */
  private static final int MAX_FIRST_LOAD_BYTES = 150_000;

  /** Files below this are sent as they are, like the gateway does it. */
  private static final int COMPRESS_FROM_BYTES = 1_024;

  private static final Path PAGE = PageServer.PAGE;
  private static final Pattern STYLE = Pattern.compile("rel=\"stylesheet\" href=\"([^\"]+)\"");

  @Test
  void theFirstViewIsLight() throws IOException {
    var weights = new TreeMap<String, Integer>();
    for (String file : firstView()) {
      weights.put(file, weight(PAGE.resolve(file.substring(1))));
    }
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(sum <= MAX_FIRST_LOAD_BYTES, () -> sum + " bytes: " + weights);
  }

  /** All a browser fetches before the page can be used, with one language. */
  private static List<String> firstView() throws IOException {
    String index = Files.readString(PAGE.resolve("index.html"));
    var files = new ArrayList<>(new ModuleGraph(PAGE, index).from("/app/main.js"));
    STYLE.matcher(index).results().map(found -> found.group(1)).forEach(files::add);
    files.addAll(List.of("/index.html", "/app/i18n/en.js", "/logo.svg"));
    return files;
  }

  private static int weight(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < COMPRESS_FROM_BYTES) {
      return bytes.length;
    }
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return Math.min(out.size(), bytes.length);
  }
}
