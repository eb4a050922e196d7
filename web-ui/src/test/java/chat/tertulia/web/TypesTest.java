package chat.tertulia.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The types in the comments of our modules hold. TypeScript comes as a Maven artifact and runs in
 * the Node that Playwright brings along, so that nothing has to be installed.
 */
class TypesTest {
  private static final Path TYPES = Path.of("src/test/types").toAbsolutePath();
  private static final String COMPILER = "_tsc.js";
  private static final long WITHIN_SECONDS = 120;

  /** What TypeScript answers when it found something: a file was still checked. */
  private static final int FOUND = 2;

  @TempDir private static Path compiler;

  private record Outcome(int code, String text) {}

  @BeforeAll
  static void unpack() throws IOException, URISyntaxException {
    URL found =
        Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
            .filter(part -> part.contains("typescript"))
            .findFirst()
            .map(TypesTest::url)
            .orElseThrow();
    URI jar = URI.create("jar:" + found.toURI());
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
        Stream<Path> all = Files.walk(files.getPath("/META-INF/resources/webjars/typescript"))) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        String name = each.getFileName().toString();
        if (name.equals(COMPILER) || name.endsWith(".d.ts")) {
          Files.copy(each, compiler.resolve(name));
        }
      }
    }
  }

  private static URL url(String part) {
    try {
      return Path.of(part).toUri().toURL();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Outcome check(Path project) throws IOException, InterruptedException {
    var driver =
        Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false);
    String node = driver.createProcessBuilder().command().getFirst();
    Path said = Files.createTempFile(compiler, "said", ".txt");
    Process process =
        new ProcessBuilder(
                List.of(node, compiler.resolve(COMPILER).toString(), "-p", project.toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertTrue(process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS), "TypeScript came to an end");
    return new Outcome(process.exitValue(), Files.readString(said));
  }

  @Test
  void everyModuleKeepsToItsTypes() throws Exception {
    Outcome outcome = check(TYPES);
    assertEquals("", outcome.text());
    assertEquals(0, outcome.code());
  }

  /** Without this the test above could be green because nothing is read. */
  @Test
  void aWrongTypeIsFound(@TempDir Path folder) throws Exception {
    String settings = Files.readString(TYPES.resolve("tsconfig.json"));
    String wrong =
        """
        import { t } from '%s/i18n/catalogue.js';
        t(7);
        """
            .formatted(Path.of("src/main/resources/webroot/app").toAbsolutePath());
    Files.writeString(folder.resolve("wrong.js"), wrong, StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("tsconfig.json"),
        settings.replace("\"../../main/resources/webroot/app/**/*.js\"", "\"wrong.js\""));

    Outcome outcome = check(folder);

    assertEquals(FOUND, outcome.code(), outcome.text());
    assertTrue(outcome.text().contains("TS2345"), outcome.text());
  }
}
