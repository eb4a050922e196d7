package chat.tertulia.bench;

import chat.tertulia.bench.report.Machine;
import chat.tertulia.bench.report.Report;
import chat.tertulia.bench.scenario.FanOut;
import chat.tertulia.bench.scenario.Idle;
import chat.tertulia.bench.scenario.Ingest;
import chat.tertulia.bench.scenario.Scenario;
import chat.tertulia.bench.scenario.Storm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs scenarios one after another and writes what they gave. */
public final class Bench {
  /** Every scenario by its name. */
  static final Map<String, Supplier<Scenario>> SCENARIOS =
      new TreeMap<>(
          Map.of(
              "S1", FanOut::oneRoom,
              "S2", FanOut::manyRooms,
              "S2-2", FanOut::manyRoomsClustered,
              "SAT", FanOut::saturation,
              "IDLE", Idle::new,
              "STORM", Storm::alone,
              "STORM-2", Storm::clustered,
              "ING", Ingest::new));

  private Bench() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    Options options = Options.parse(words);
    if (options.scenarios().isEmpty()) {
      System.err.println("Name scenarios: " + String.join(" ", SCENARIOS.keySet()));
      System.exit(1);
    }
    int code = 0;
    try {
      run(options, words);
    } catch (RuntimeException e) {
      e.printStackTrace();
      code = 1;
    }
    // Also ends what a failed scenario left running.
    System.exit(code);
  }

  private static void run(Options options, List<String> words) {
    String jvm = String.join(" ", options.jvm().stream().filter(f -> f.startsWith("-X")).toList());
    Machine machine = Machine.current(jvm, "bench/run " + String.join(" ", words));
    var report = new Report(options.results(), machine);
    for (String name : options.scenarios()) {
      Supplier<Scenario> scenario = SCENARIOS.get(name);
      if (scenario == null) {
        throw new IllegalArgumentException("no scenario is called " + name);
      }
      System.out.println(report.write(scenario.get().run(options)));
    }
  }
}
