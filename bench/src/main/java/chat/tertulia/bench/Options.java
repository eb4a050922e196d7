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
 * @param rounds windows measured for each contender
 * @param window length of one
 * @param warmUp how long each contender is driven before the first
 * @param scale factor on the number of sockets, rooms and messages; 1 is what the results claim
 * @param jvm options of every server's JVM
 * @param work folder for data and logs
 * @param results folder for results
 * @param profile whether the servers are profiled, which costs them
 */
public record Options(
    List<String> scenarios,
    List<String> only,
    int rounds,
    Duration window,
    Duration warmUp,
    double scale,
    Framing framing,
    List<String> jvm,
    Path work,
    Path results,
    boolean profile) {

  /** The same for all servers; what {@code ./tertulia} starts with, and one collector for all. */
  private static final List<String> JVM =
      List.of(
          "-Xms64m",
          "-Xmx1g",
          "-XX:+UseG1GC",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  /** What results are made with. */
  public static final Options FULL =
      new Options(
          List.of(),
          List.of(),
          5,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1,
          Framing.SOCKJS,
          JVM,
          Path.of("bench", "target", "bench"),
          Path.of("bench", "results"),
          false);

  /** Few and short windows, for a look; the results go aside. */
  public static final Options QUICK =
      new Options(
          List.of(),
          List.of(),
          2,
          Duration.ofSeconds(4),
          Duration.ofSeconds(6),
          1,
          Framing.SOCKJS,
          JVM,
          FULL.work(),
          Path.of("bench", "target", "results"),
          false);

  /** Reads the command line. */
  static Options parse(List<String> words) {
    Options options = words.contains("--quick") ? QUICK : FULL;
    var names = new ArrayList<String>();
    for (String word : words) {
      if (word.startsWith("--")) {
        int at = word.indexOf('=');
        String key = at < 0 ? word : word.substring(0, at);
        options = options.with(key, at < 0 ? "" : word.substring(at + 1));
      } else {
        names.add(word);
      }
    }
    return options.scenarios(names);
  }

  private Options with(String key, String value) {
    return switch (key) {
      case "--quick" -> this;
      case "--only" -> only(List.of(value.split(",", -1)));
      case "--rounds" -> rounds(Integer.parseInt(value));
      case "--seconds" -> window(Duration.ofSeconds(Integer.parseInt(value)));
      case "--warm-up" -> warmUp(Duration.ofSeconds(Integer.parseInt(value)));
      case "--scale" -> scale(Double.parseDouble(value));
      case "--framing" -> framing(Framing.valueOf(value.toUpperCase(Locale.ROOT)));
      case "--gc" -> gc(value);
      case "--work" -> work(Path.of(value));
      case "--results" -> results(Path.of(value));
      case "--profile" -> profile(true);
      default -> throw new IllegalArgumentException("unknown option " + key);
    };
  }

  Options scenarios(List<String> v) {
    return new Options(
        v, only, rounds, window, warmUp, scale, framing, jvm, work, results, profile);
  }

  Options only(List<String> v) {
    return new Options(
        scenarios, v, rounds, window, warmUp, scale, framing, jvm, work, results, profile);
  }

  Options rounds(int v) {
    return new Options(
        scenarios, only, v, window, warmUp, scale, framing, jvm, work, results, profile);
  }

  Options window(Duration v) {
    return new Options(
        scenarios, only, rounds, v, warmUp, scale, framing, jvm, work, results, profile);
  }

  Options warmUp(Duration v) {
    return new Options(
        scenarios, only, rounds, window, v, scale, framing, jvm, work, results, profile);
  }

  Options scale(double v) {
    return new Options(
        scenarios, only, rounds, window, warmUp, v, framing, jvm, work, results, profile);
  }

  Options framing(Framing v) {
    return new Options(
        scenarios, only, rounds, window, warmUp, scale, v, jvm, work, results, profile);
  }

  Options gc(String name) {
    String flag = "-XX:+Use" + name + "GC";
    List<String> v = jvm.stream().map(f -> f.matches("-XX:\\+Use\\w+GC") ? flag : f).toList();
    return new Options(
        scenarios, only, rounds, window, warmUp, scale, framing, v, work, results, profile);
  }

  Options work(Path v) {
    return new Options(
        scenarios, only, rounds, window, warmUp, scale, framing, jvm, v, results, profile);
  }

  Options results(Path v) {
    return new Options(
        scenarios, only, rounds, window, warmUp, scale, framing, jvm, work, v, profile);
  }

  Options profile(boolean v) {
    return new Options(
        scenarios, only, rounds, window, warmUp, scale, framing, jvm, work, results, v);
  }

  /** A number of sockets, rooms or messages to this run's scale, at least the least. */
  public int scaled(int full, int least) {
    return Math.max(least, (int) Math.round(full * scale));
  }
}
