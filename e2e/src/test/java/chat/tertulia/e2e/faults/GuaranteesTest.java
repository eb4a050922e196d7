package chat.tertulia.e2e.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/guarantees.md names as proof must be there, and every promise must have some. */
class GuaranteesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int PROMISES = 9;
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
  private static final Pattern FAULT = Pattern.compile("`fault: ([^`]+)`");
  private static final Pattern BOUND = Pattern.compile("(?m)^\\| ([^|]+) \\| (\\d+) s \\|$");

  private final String document = read(ROOT.resolve("docs/guarantees.md"));

  @Test
  void everyTestNamedExists() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing =
        found(TEST)
            .filter(
                each ->
                    !sources.getOrDefault(each.group(1), "").contains(" " + each.group(2) + "("))
            .map(MatchResult::group)
            .toList();

    assertEquals(List.of(), missing);
  }

  @Test
  void everyExperimentNamedExists() {
    List<String> names = Experiments.all().stream().map(Experiment::name).toList();
    List<String> unknown =
        found(FAULT)
            .map(each -> each.group(1).replaceAll("\\s+", " "))
            .filter(each -> !names.contains(each))
            .toList();

    assertEquals(List.of(), unknown);
  }

  @Test
  void everyPromiseNamesProof() {
    for (int i = 1; i <= PROMISES; i++) {
      int begin = document.indexOf("## P" + i + ". ");
      assertTrue(begin >= 0, "P" + i + " is missing");
      String promise = document.substring(begin, document.indexOf("\n## ", begin));
      assertTrue(TEST.matcher(promise).find(), "nothing proves " + promise);
    }
  }

  @Test
  void theBoundsAreThoseOfTheExperiments() {
    var written = new TreeMap<String, Long>();
    found(BOUND).forEach(each -> written.put(each.group(1), Long.parseLong(each.group(2))));

    assertEquals(
        Experiments.all().stream()
            .collect(
                Collectors.toMap(
                    Experiment::name, each -> each.bound().toSeconds(), (a, b) -> a, TreeMap::new)),
        written);
  }

  private Stream<MatchResult> found(Pattern pattern) {
    Matcher matcher = pattern.matcher(document);
    return matcher.results();
  }

  private static Map<String, String> sources() throws IOException {
    var sources = new TreeMap<String, String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      var tests = new ArrayList<Path>();
      for (Path module : modules.filter(each -> Files.exists(each.resolve("pom.xml"))).toList()) {
        Path folder = module.resolve("src/test/java");
        if (Files.exists(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.filter(each -> each.toString().endsWith("Test.java")).forEach(tests::add);
          }
        }
      }
      tests.forEach(
          each ->
              sources.merge(
                  each.getFileName().toString().replace(".java", ""), read(each), String::concat));
    }
    return sources;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
