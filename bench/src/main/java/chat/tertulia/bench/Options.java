package chat.tertulia.bench;

import chat.tertulia.bench.contender.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the benchmark runs.
 *
 * @param scenarios their names, in order
 * @param only contenders to run, empty for those each scenario names
 * @param also contenders to run beside those, where a scenario can
 * @param effort how much is measured
 * @param scale factor on the number of sockets, rooms and messages; 1 is what the results claim
 * @param jvm options of every server's JVM
 * @param work folder for data and logs
 * @param results folder for the page of results and, below it, every window
 * @param profile whether each contender of a fan-out is profiled after its rounds
 */
public record Options(
    List<String> scenarios,
    List<String> only,
    List<String> also,
    Effort effort,
    double scale,
    Framing framing,
    List<String> jvm,
    Path work,
    Path results,
    boolean profile) {

  /** Stands for every scenario. */
  public static final String ALL = "ALL";

  /** Where the results of a whole run go. */
  static final Path RESULTS = Path.of("bench");

  /** Where those of any other run go. */
  static final Path RESULTS_ASIDE = Path.of("bench", "target", "results");

  /** The same for all servers; what {@code ./tertulia} starts with, and one collector for all. */
  private static final List<String> JVM =
      List.of(
          "-Xms64m",
          "-Xmx1g",
          "-XX:+UseG1GC",
          "-XX:MinHeapFreeRatio=60",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  /**
   * How much is measured.
   *
   * @param rounds windows measured for each contender
   * @param window length of one
   * @param rush share of the full rush of the warm-up
   */
  public record Effort(int rounds, Duration window, double rush) {
    /** What results are made with. */
    public static final Effort FULL = new Effort(5, Duration.ofSeconds(5), 1);

    /** Few and short windows, for a look. */
    public static final Effort QUICK = new Effort(2, Duration.ofSeconds(2), 0.5);
  }

  /** What results are made with. */
  public static final Options FULL =
      new Options(
          List.of(),
          List.of(),
          List.of(),
          Effort.FULL,
          1,
          Framing.SOCKJS,
          JVM,
          Path.of("bench", "target", "bench"),
          RESULTS_ASIDE,
          false);

  /** Reads the command line. */
  static Options parse(List<String> words) {
    Options options = FULL;
    boolean elsewhere = false;
    var names = new ArrayList<String>();
    for (String word : words) {
      if (word.startsWith("--")) {
        int at = word.indexOf('=');
        String key = at < 0 ? word : word.substring(0, at);
        options = options.with(key, at < 0 ? "" : word.substring(at + 1));
        elsewhere |= key.equals("--results");
      } else {
        names.add(word);
      }
    }
    options = options.scenarios(names);
    return options.isWhole() && !elsewhere ? options.profile(true).results(RESULTS) : options;
  }

  /** Whether this run makes the page of results: everything, at full length, nothing changed. */
  boolean isWhole() {
    return scenarios.equals(List.of(ALL))
        && only.isEmpty()
        && effort.equals(Effort.FULL)
        && scale == 1
        && framing == FULL.framing
        && jvm.equals(JVM);
  }

  private Options with(String key, String value) {
    return switch (key) {
      case "--quick" -> effort(Effort.QUICK);
      case "--only" -> only(List.of(value.split(",", -1)));
      case "--also" -> also(List.of(value.split(",", -1)));
      case "--rounds" -> rounds(Integer.parseInt(value));
      case "--seconds" -> window(Duration.ofSeconds(Integer.parseInt(value)));
      case "--scale" -> scale(Double.parseDouble(value));
      case "--framing" -> framing(Framing.valueOf(value.toUpperCase(Locale.ROOT)));
      case "--gc" -> gc(value);
      case "--work" -> work(Path.of(value));
      case "--results" -> results(Path.of(value));
      case "--profile" -> profile(true);
      default -> throw new IllegalArgumentException("unknown option " + key);
    };
  }

  public int rounds() {
    return effort.rounds;
  }

  public Duration window() {
    return effort.window;
  }

  /** How long what has no rate of its own is driven before the first window. */
  public Duration warmUp() {
    return window();
  }

  Options scenarios(List<String> v) {
    return new Options(v, only, also, effort, scale, framing, jvm, work, results, profile);
  }

  Options only(List<String> v) {
    return new Options(scenarios, v, also, effort, scale, framing, jvm, work, results, profile);
  }

  Options also(List<String> v) {
    return new Options(scenarios, only, v, effort, scale, framing, jvm, work, results, profile);
  }

  Options effort(Effort v) {
    return new Options(scenarios, only, also, v, scale, framing, jvm, work, results, profile);
  }

  Options rounds(int v) {
    return effort(new Effort(v, effort.window, effort.rush));
  }

  Options window(Duration v) {
    return effort(new Effort(effort.rounds, v, effort.rush));
  }

  Options scale(double v) {
    return new Options(scenarios, only, also, effort, v, framing, jvm, work, results, profile);
  }

  Options framing(Framing v) {
    return new Options(scenarios, only, also, effort, scale, v, jvm, work, results, profile);
  }

  Options gc(String name) {
    String flag = "-XX:+Use" + name + "GC";
    return jvm(jvm.stream().map(f -> f.matches("-XX:\\+Use\\w+GC") ? flag : f).toList());
  }

  Options jvm(List<String> v) {
    return new Options(scenarios, only, also, effort, scale, framing, v, work, results, profile);
  }

  Options work(Path v) {
    return new Options(scenarios, only, also, effort, scale, framing, jvm, v, results, profile);
  }

  Options results(Path v) {
    return new Options(scenarios, only, also, effort, scale, framing, jvm, work, v, profile);
  }

  Options profile(boolean v) {
    return new Options(scenarios, only, also, effort, scale, framing, jvm, work, results, v);
  }

  /** A number of sockets, rooms or messages to this run's scale, at least the least. */
  public int scaled(int full, int least) {
    return Math.max(least, (int) Math.round(full * scale));
  }

  /** A fixed time, shortened as this run's windows are. */
  public Duration settle(Duration full) {
    long share = full.toMillis() * window().toMillis() / Effort.FULL.window.toMillis();
    return Duration.ofMillis(Math.min(full.toMillis(), share));
  }
}
