package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.contender.Contender;
import chat.tertulia.bench.contender.Contenders;
import chat.tertulia.bench.contender.Layout;
import chat.tertulia.bench.contender.Usage;
import chat.tertulia.bench.load.Tally;
import chat.tertulia.bench.process.Breakdown;
import chat.tertulia.bench.process.ProcStat;
import chat.tertulia.bench.process.Profile;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Messages to rooms full of sockets. All contenders run with all their sockets connected during the
 * whole scenario and are driven in turn.
 */
public final class FanOut implements Scenario {
  private static final double NANOS_PER_MICRO = 1e3;

  /** Column of the generator's own profile, while it drives the first contender. */
  private static final String GENERATOR = "generator";

  private final String name;
  private final String about;
  private final List<String> contenders;
  private final Function<Options, Layout> layout;
  private final Drive drive;
  private final boolean saturates;

  /** Drives a stage for a time and returns when everything is delivered. */
  interface Drive {
    void run(Stage stage, Options options, Duration time);
  }

  private FanOut(
      String name,
      String about,
      List<String> contenders,
      Function<Options, Layout> layout,
      Drive drive,
      boolean saturates) {
    this.name = name;
    this.about = about;
    this.contenders = contenders;
    this.layout = layout;
    this.drive = drive;
    this.saturates = saturates;
  }

  /** One big room. */
  public static FanOut oneRoom() {
    return new FanOut(
        "S1",
        "One room of 1,000 members, 20 messages a second of 200 bytes.",
        List.of(Contenders.TERTULIA, Contenders.STOCK, Contenders.BARE),
        FanOut::bigRoom,
        paced(20),
        false);
  }

  /** Many small rooms. */
  public static FanOut manyRooms() {
    return new FanOut(
        "S2",
        "100 rooms of 10 members, 500 messages a second of 200 bytes over all.",
        List.of(Contenders.TERTULIA, Contenders.STOCK, Contenders.STOCK_INSERT, Contenders.BARE),
        FanOut::smallRooms,
        paced(500),
        false);
  }

  /** Many small rooms over two nodes. */
  public static FanOut manyRoomsClustered() {
    return new FanOut(
        "S2-2",
        "As S2, over two JVMs in a cluster, each room's members on both.",
        List.of(
            Contenders.TERTULIA + Contenders.CLUSTERED, Contenders.STOCK + Contenders.CLUSTERED),
        FanOut::smallRooms,
        paced(500),
        false);
  }

  /** As much as one core can. */
  public static FanOut saturation() {
    return new FanOut(
        "SAT",
        "One room of 1,000 members with 4 messages under way at any time; server with its database"
            + " on one core, generator on the others.",
        List.of(Contenders.TERTULIA, Contenders.STOCK, Contenders.BARE),
        FanOut::bigRoom,
        (stage, options, time) -> stage.load().sendOutstanding(stage.rooms(), 4, time),
        true);
  }

  private static Layout bigRoom(Options options) {
    int members = options.scaled(1_000, 10);
    return new Layout(1, members, members);
  }

  private static Layout smallRooms(Options options) {
    int rooms = options.scaled(100, 3);
    return new Layout(rooms, 10, rooms * 10);
  }

  private static Drive paced(double perSecond) {
    return (stage, options, time) -> stage.load().sendPaced(stage.rooms(), perSecond, time);
  }

  @Override
  public ScenarioResult run(Options options) {
    List<String> names = Running.chosen(contenders, options);
    var measurements = new ArrayList<Measurement>();
    var profiles = new LinkedHashMap<String, Breakdown>();
    try (var running = new Running(options, saturates)) {
      List<Stage> stages = names.stream().map(n -> running.open(n, layout.apply(options))).toList();
      stages.forEach(stage -> stage.named(() -> WarmUp.run(stage, options, drive)));
      for (int round = 1; round <= options.rounds(); round++) {
        for (Stage stage : stages) {
          int number = round;
          stage.named(() -> measurements.add(measure(stage, options, number)));
        }
      }
      if (options.profile()) {
        stages.forEach(stage -> profiles.put(stage.contender().name(), profile(stage, options)));
        profiles.put(GENERATOR, profileGenerator(stages.getFirst(), options));
      }
    }
    return new ScenarioResult(name, about, names, measurements, profiles);
  }

  /** Profiles the first of the servers. */
  private Breakdown profile(Stage stage, Options options) {
    Contender contender = stage.contender();
    return profile(contender.nodes().getFirst().pid(), contender.name(), stage, options);
  }

  private Breakdown profileGenerator(Stage stage, Options options) {
    return profile(ProcessHandle.current().pid(), GENERATOR, stage, options);
  }

  /** Profiles a process while a stage is driven as in a window. */
  private Breakdown profile(long pid, String who, Stage stage, Options options) {
    Progress.say("profiling " + name + " " + who);
    try (var profile = Profile.start(pid, options.work(), name + "-" + who)) {
      drive.run(stage, options, options.window());
      return profile.end();
    }
  }

  private Measurement measure(Stage stage, Options options, int round) {
    Contender contender = stage.contender();
    Tally tally = stage.begin();
    Usage before = contender.usage();
    Duration generatorBefore = ProcStat.cpu(ProcessHandle.current().pid());
    ProcStat.Machine machine = ProcStat.machine();
    long began = System.nanoTime();
    drive.run(stage, options, options.window());
    double seconds = (double) (System.nanoTime() - began) / TimeUnit.SECONDS.toNanos(1);
    Duration generator = ProcStat.cpu(ProcessHandle.current().pid()).minus(generatorBefore);
    ProcStat.Machine whole = ProcStat.machine().since(machine);
    Usage used = contender.usage().since(before);
    stage.check(tally);
    Map<Metric, Double> values = values(tally, used, generator, seconds);
    values.put(Metric.OTHERS, whole.shareOfOthers(used.all().plus(generator)));
    return new Measurement(contender.name(), round, values);
  }

  private static Map<Metric, Double> values(
      Tally tally, Usage used, Duration generator, double seconds) {
    double deliveries = tally.delivered();
    var values = new EnumMap<Metric, Double>(Metric.class);
    values.put(Metric.CPU, micros(used.all()) / deliveries);
    values.put(Metric.CPU_SERVER, micros(used.server()) / deliveries);
    values.put(Metric.CPU_DATABASE, micros(used.database()) / deliveries);
    if (used.database().isPositive()) {
      values.put(Metric.DATABASE_PER_SEND, micros(used.database()) / tally.sent());
    }
    values.put(Metric.ALLOCATED, used.allocatedBytes() / deliveries);
    values.put(Metric.RATE, deliveries / seconds);
    values.put(Metric.P50, tally.latencyMs(50));
    values.put(Metric.P99, tally.latencyMs(99));
    values.put(Metric.P999, tally.latencyMs(99.9));
    double commit = used.commitMs(50);
    if (Double.isFinite(commit)) {
      values.put(Metric.COMMIT_P50, commit);
      values.put(Metric.WITHOUT_COMMIT_P50, tally.latencyMs(50) - commit);
    }
    values.put(Metric.WIRE, tally.bytes() / deliveries);
    values.put(Metric.GENERATOR_CPU, micros(generator) / deliveries);
    values.put(Metric.GENERATOR_LATE_P99, tally.generatorLateMs(99));
    values.put(Metric.GENERATOR_LATE, tally.generatorLateMs(100));
    return values;
  }

  private static double micros(Duration time) {
    return time.toNanos() / NANOS_PER_MICRO;
  }
}
