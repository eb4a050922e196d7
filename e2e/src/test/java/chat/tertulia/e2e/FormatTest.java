package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One format, so that a change shows only what changed. */
class FormatTest {
  @Test
  void everySourceIsFormatted() throws IOException {
    List<Path> sources = sources();

    List<String> others =
        sources.parallelStream()
            .filter(source -> !isFormatted(source))
            .map(source -> Repository.ROOT.relativize(source).toString())
            .toList();

    assertFalse(sources.isEmpty());
    assertEquals(List.of(), others, "not formatted, run bin/format");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(Repository.ROOT)) {
      return all.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !Repository.ROOT.relativize(file).toString().contains("target"))
          .toList();
    }
  }

  private static boolean isFormatted(Path source) {
    try {
      String text = Files.readString(source);
      return new Formatter().formatSourceAndFixImports(text).equals(text);
    } catch (IOException | FormatterException e) {
      throw new AssertionError("cannot format " + source, e);
    }
  }
}
