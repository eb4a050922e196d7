package chat.tertulia.bench;

import chat.tertulia.bench.report.Machine;
import chat.tertulia.bench.report.Report;
import chat.tertulia.bench.scenario.FanOut;
import chat.tertulia.bench.scenario.Finding;
import chat.tertulia.bench.scenario.FirstVisit;
import chat.tertulia.bench.scenario.Idle;
import chat.tertulia.bench.scenario.Ingest;
import chat.tertulia.bench.scenario.PresenceCost;
import chat.tertulia.bench.scenario.Scenario;
import chat.tertulia.bench.scenario.Storm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs scenarios one after another and writes what they gave. */
public final class Bench {
  /** The property with the version that is measured. */
  private static final String COMMIT = "bench.commit";

  /** Every scenario by its name, in the order of a whole run. */
  static final Map<String, Supplier<Scenario>> SCENARIOS = new LinkedHashMap<>();

  static {
    SCENARIOS.put("S1", FanOut::oneRoom);
    SCENARIOS.put("S2", FanOut::manyRooms);
    SCENARIOS.put("S2-2", FanOut::manyRoomsClustered);
    SCENARIOS.put("SAT", FanOut::saturation);
    SCENARIOS.put("IDLE", Idle::new);
    SCENARIOS.put("STORM", Storm::alone);
    SCENARIOS.put("STORM-2", Storm::clustered);
    SCENARIOS.put("ING", Ingest::new);
    SCENARIOS.put("PRESENCE", PresenceCost::new);
    SCENARIOS.put("SEARCH", Finding::new);
    SCENARIOS.put("PAGE", FirstVisit::new);
  }

  private Bench() {}

  public static void main(String[] arguments) {
    boolean passed = false;
    try {
      Options options = Options.parse(List.of(arguments));
      passed = run(options, "bench/run " + String.join(" ", arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
    }
    // Also ends what a failed scenario left running.
    System.exit(passed ? 0 : 1);
  }

  /** The scenarios that the words name. */
  private static List<String> chosen(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "name scenarios: " + Options.ALL + " or " + String.join(" ", SCENARIOS.keySet()));
    }
    names.stream()
        .filter(name -> !name.equals(Options.ALL) && !SCENARIOS.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("no scenario is called " + name);
            });
    return names.contains(Options.ALL) ? List.copyOf(SCENARIOS.keySet()) : names;
  }

  /**
   * Runs all that the options name, also after one that fails.
   *
   * @return whether all passed
   */
  static boolean run(Options options, String command) {
    List<String> names = chosen(options.scenarios());
    String jvm = String.join(" ", options.jvm().stream().filter(f -> f.startsWith("-X")).toList());
    String commit = System.getProperty(COMMIT, "unknown");
    var report = new Report(options.results(), Machine.current(commit, jvm, command));
    boolean passed = true;
    for (String name : names) {
      try {
        System.out.println(report.add(SCENARIOS.get(name).get().run(options)));
      } catch (RuntimeException e) {
        e.printStackTrace();
        report.failed(name, e.toString());
        passed = false;
      }
    }
    return passed;
  }
}
