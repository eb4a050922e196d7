package chat.tertulia.web;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page names exists, and nothing in it needs what the policy forbids. */
class PageFilesTest {
  private static final Path PAGE = PageServer.PAGE;
  private static final Pattern LOCAL_NAME =
      Pattern.compile(
          "['\"`](/(?:vendor|app)/[^'\"`$]+|/logo\\.svg|/manifest\\.webmanifest)['\"`]");
  private static final Pattern RELATIVE_IMPORT =
      Pattern.compile("(?:from|import)\\s*\\(?\\s*'(\\.{1,2}/[^'$]+)'");

  private static final Pattern PRELOAD = Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)\"");

  @Test
  void everyFileNamedByThePageExists() throws IOException {
    for (Path file : sources()) {
      LOCAL_NAME
          .matcher(Files.readString(file))
          .results()
          .map(found -> found.group(1))
          .forEach(name -> assertExists(PAGE.resolve(name.substring(1)), file));
    }
  }

  @Test
  void everyRelativeImportExists() throws IOException {
    for (Path file : sources()) {
      RELATIVE_IMPORT
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult found) -> file.resolveSibling(found.group(1)).normalize())
          .forEach(imported -> assertExists(imported, file));
    }
  }

  @Test
  void thePageHasNoInlineStyleAndNoInlineScriptButTheImportMap() throws IOException {
    String index = Files.readString(PAGE.resolve("index.html"));
    assertFalse(index.contains("<style") || index.contains("style="), "inline style");
    assertFalse(Pattern.compile("\\son\\w+=").matcher(index).find(), "inline handler");
    long inline = Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(index).results().count();
    assertTrue(inline == 1, "inline scripts: " + inline);
  }

  @Test
  void noModuleSetsTextAsHtml() throws IOException {
    var forbidden =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|unsafeHTML|eval\\(");
    for (Path file : sources()) {
      var found = forbidden.matcher(Files.readString(file));
      assertFalse(found.find(), () -> file + " uses " + found.group());
    }
  }

  /** Found one after the other, sixty small modules would take many round trips. */
  @Test
  void everyModuleOfTheFirstViewIsPreloaded() throws IOException {
    String index = Files.readString(PAGE.resolve("index.html"));
    var preloaded =
        PRELOAD
            .matcher(index)
            .results()
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));
    preloaded.add("/app/main.js");
    var needed = new ModuleGraph(PAGE, index).from("/app/main.js");
    assertEquals(String.join("\n", needed), String.join("\n", preloaded));
  }

  private static Iterable<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(PAGE)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(PAGE.resolve("vendor")))
          .filter(file -> file.toString().matches(".*\\.(js|html)"))
          .toList();
    }
  }

  private static void assertExists(Path path, Path namedBy) {
    assertTrue(Files.exists(path), () -> namedBy + " names " + path);
  }
}
