package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.contender.Contender;
import chat.tertulia.bench.contender.Contenders;
import chat.tertulia.bench.contender.Layout;
import chat.tertulia.bench.load.Tally;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Memory of connections that do nothing but ping: what the servers' JVMs hold with all of them less
 * what they hold with a few. Every window has a fresh JVM.
 */
public final class Idle implements Scenario {
  private static final int SEATS = 10;
  private static final int ROOMS = 500;
  private static final int FIRST_ROOMS = 10;
  private static final int PEOPLE = 1_000;
  private static final double KIB = 1024;

  /** How long messages flow before memory is read, and how long nothing does afterwards. */
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /** One message a room before anything is measured, so that what is made once is made. */
  private static final double MESSAGES_PER_SECOND = 200;

  @Override
  public ScenarioResult run(Options options) {
    List<String> names =
        Running.chosen(List.of(Contenders.TERTULIA, Contenders.STOCK, Contenders.BARE), options);
    var measurements = new ArrayList<Measurement>();
    // Each has a JVM of its own, and memory varies less than time: half of the rounds will do.
    int rounds = (options.rounds() + 1) / 2;
    for (int round = 1; round <= rounds; round++) {
      for (String name : names) {
        try (var running = new Running(options, false)) {
          measurements.add(measure(running, name, options, round));
        }
      }
    }
    String about =
        "Memory of an idle connection: 100 sockets, then 5,000 in 500 rooms, after a full"
            + " collection each.";
    return new ScenarioResult("IDLE", about, names, measurements);
  }

  private static Measurement measure(Running running, String name, Options options, int round) {
    int rooms = options.scaled(ROOMS, 2 * FIRST_ROOMS);
    var layout = new Layout(rooms, SEATS, Math.min(PEOPLE, rooms * SEATS));
    Stage stage = running.open(name, layout);
    Tally tally = stage.begin();
    Duration settle = options.settle(SETTLE);
    stage.fillRooms(0, FIRST_ROOMS);
    stage.load().sendPaced(stage.rooms().subList(0, FIRST_ROOMS), MESSAGES_PER_SECOND, settle);
    Memory few = Memory.of(stage.contender());
    stage.fillRooms(FIRST_ROOMS, rooms);
    stage.load().sendPaced(stage.rooms(), MESSAGES_PER_SECOND, settle);
    Memory many = Memory.of(stage.contender());
    Duration before = stage.contender().usage().all();
    Pause.of(settle);
    Duration idle = stage.contender().usage().all().minus(before);
    stage.check(tally);

    int added = (rooms - FIRST_ROOMS) * SEATS;
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.RESIDENT_PER_CONNECTION, (many.residentKib() - few.residentKib()) / added);
    values.put(Metric.HEAP_PER_CONNECTION, (many.heapKib() - few.heapKib()) / added);
    values.put(Metric.RESIDENT_BASE, few.residentKib() / KIB);
    double seconds = settle.toMillis() / 1e3;
    values.put(Metric.IDLE_CPU, idle.toNanos() / 1e3 / seconds / (rooms * SEATS));
    return new Measurement(name, round, values);
  }

  private record Memory(double residentKib, double heapKib) {
    static Memory of(Contender contender) {
      double heap = contender.heapAfterCollection() / KIB;
      return new Memory(contender.residentKib(), heap);
    }
  }
}
