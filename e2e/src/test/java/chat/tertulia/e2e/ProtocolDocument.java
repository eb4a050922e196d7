package chat.tertulia.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/protocol.md}, taken apart: its tables and its examples. */
record ProtocolDocument(String text) {
  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static final Path FILE = ROOT.resolve("docs/protocol.md");

  private static final String FENCE = "```json\n";
  private static final Pattern MARK = Pattern.compile("<!-- golden: (\\S+) -->\n$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(<!-- golden: (\\S+) -->\n```json\n)(.*?)(\n```)", Pattern.DOTALL);

  static ProtocolDocument read() {
    return new ProtocolDocument(content(FILE));
  }

  /**
   * A JSON example.
   *
   * @param file its golden file from the root of the repository; empty when it names none
   */
  record Example(String file, String json) {
    String golden() {
      return content(ROOT.resolve(file)).strip();
    }
  }

  List<Example> examples() {
    var found = new ArrayList<Example>();
    for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + 1)) {
      Matcher mark = MARK.matcher(text.substring(0, at));
      int from = at + FENCE.length();
      String json = text.substring(from, text.indexOf("\n```", from));
      found.add(new Example(mark.find() ? mark.group(1) : "", json));
    }
    return found;
  }

  /** The same with every example as its golden file is now. */
  ProtocolDocument refreshed() {
    String fresh =
        EXAMPLE
            .matcher(text)
            .replaceAll(
                m -> {
                  String golden = new Example(m.group(2), "").golden();
                  return Matcher.quoteReplacement(m.group(1) + golden + m.group(4));
                });
    return new ProtocolDocument(fresh);
  }

  /** Rows of all tables whose first cell fits, as their cells without code marks. */
  List<List<String>> rows(String firstCell) {
    return text.lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)))
        .map(cells -> cells.stream().map(c -> c.strip().replace("`", "")).toList())
        .filter(cells -> cells.getFirst().matches(firstCell))
        .toList();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
