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

/**
 * All connections are cut in one moment and made anew in the same moment. Afterwards a message to
 * every room must reach everyone.
 */
public final class Storm implements Scenario {
  private static final int SEATS = 10;
  private static final int ROOMS = 200;
  private static final int PEOPLE = 1_000;
  private static final double MESSAGES_PER_SECOND = 200;

  /**
   * CPU is counted from the cut for so long, because the clearing up goes on after all are back.
   */
  private static final Duration COUNTED = Duration.ofSeconds(4);

  /** Storms before the first that counts, for each contender, at least. */
  private static final int MIN_WARM_UPS = 2;

  /**
   * At most. A storm is short: after two of them half of its CPU still went to the compilers, and
   * more for whoever has more code.
   */
  private static final int MAX_WARM_UPS = 12;

  /** Whose compilers take more than this share of a storm's CPU is not warm yet. */
  private static final double COMPILED_WITHIN = 0.1;

  /**
   * What is published sooner after a storm may be lost by a clustered stock bridge: registrations
   * reach the other nodes later than their clients are told.
   */
  private static final Duration SEEN_EVERYWHERE = Duration.ofSeconds(2);

  private final boolean clustered;

  private Storm(boolean clustered) {
    this.clustered = clustered;
  }

  /** One JVM each. */
  public static Storm alone() {
    return new Storm(false);
  }

  /** Two JVMs in a cluster each. */
  public static Storm clustered() {
    return new Storm(true);
  }

  @Override
  public ScenarioResult run(Options options) {
    List<String> names = Running.chosen(contenders(), options);
    int rooms = options.scaled(ROOMS, 4);
    var layout = new Layout(rooms, SEATS, Math.min(PEOPLE, rooms * SEATS));
    var measurements = new ArrayList<Measurement>();
    var profiles = new LinkedHashMap<String, Breakdown>();
    try (var running = new Running(options, false)) {
      List<Stage> stages = names.stream().map(n -> running.fill(n, layout)).toList();
      for (Stage stage : stages) {
        stage.named(() -> warmUp(stage, options));
      }
      for (int round = 1; round <= options.rounds(); round++) {
        for (Stage stage : stages) {
          int number = round;
          stage.named(() -> measurements.add(measure(stage, options, number)));
        }
      }
      if (options.profile()) {
        stages.forEach(stage -> profiles.put(stage.contender().name(), profile(stage, options)));
      }
    }
    String about = "2,000 connections in 200 rooms cut at once and back at once.";
    return new ScenarioResult(
        clustered ? "STORM-2" : "STORM",
        clustered ? about + " Two JVMs in a cluster." : about,
        names,
        measurements,
        profiles);
  }

  /** Profiles the first of the servers over a storm and the clearing up after it. */
  private Breakdown profile(Stage stage, Options options) {
    Contender contender = stage.contender();
    String name = clustered ? "STORM-2" : "STORM";
    Progress.say("profiling " + name + " " + contender.name());
    long pid = contender.nodes().getFirst().pid();
    try (var profile = Profile.start(pid, options.work(), name + "-" + contender.name())) {
      long began = System.nanoTime();
      stage.storm();
      Pause.of(counted(options).minusNanos(System.nanoTime() - began));
      return profile.end();
    }
  }

  private List<String> contenders() {
    return clustered
        ? List.of(
            Contenders.TERTULIA + Contenders.CLUSTERED, Contenders.STOCK + Contenders.CLUSTERED)
        : List.of(Contenders.TERTULIA, Contenders.STOCK, Contenders.BARE);
  }

  private void warmUp(Stage stage, Options options) {
    Contender contender = stage.contender();
    Tally tally = stage.begin();
    boolean warm = false;
    for (int i = 1; i <= MAX_WARM_UPS && !(warm && i > MIN_WARM_UPS); i++) {
      stage.load().sendPaced(stage.rooms(), MESSAGES_PER_SECOND, oneEach(stage));
      Duration cpu = contender.serverCpu();
      Duration compiled = contender.compiling();
      stage.storm();
      Pause.of(clustered ? SEEN_EVERYWHERE : options.settle(WarmUp.REST));
      double compiling = contender.compiling().minus(compiled).toNanos();
      warm = compiling <= COMPILED_WITHIN * contender.serverCpu().minus(cpu).toNanos();
    }
    stage.check(tally);
  }

  private Measurement measure(Stage stage, Options options, int round) {
    Contender contender = stage.contender();
    Tally tally = stage.begin();
    // So that everybody has a number to resume from.
    stage.load().sendPaced(stage.rooms(), MESSAGES_PER_SECOND, oneEach(stage));
    long registrations = contender.registrationsMade();
    Usage before = contender.usage();
    Duration generatorBefore = ProcStat.cpu(ProcessHandle.current().pid());
    ProcStat.Machine machine = ProcStat.machine();
    long began = System.nanoTime();
    Duration live = stage.storm();
    Pause.of(counted(options).minusNanos(System.nanoTime() - began));
    Usage used = contender.usage().since(before);
    Duration generator = ProcStat.cpu(ProcessHandle.current().pid()).minus(generatorBefore);
    ProcStat.Machine whole = ProcStat.machine().since(machine);
    stage.load().sendPaced(stage.rooms(), MESSAGES_PER_SECOND, oneEach(stage));
    stage.check(tally);

    double clients = (double) stage.layout().rooms() * stage.layout().seats();
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.STORM_TIME, live.toMillis() / 1e3);
    values.put(Metric.STORM_CPU, used.all().toNanos() / 1e3 / clients);
    values.put(Metric.STORM_CPU_SERVER, used.server().toNanos() / 1e3 / clients);
    values.put(Metric.OTHERS, whole.shareOfOthers(used.all().plus(generator)));
    if (clustered) {
      double made = contender.registrationsMade() - registrations;
      values.put(Metric.STORM_REGISTRATIONS, made);
      values.put(Metric.REGISTRATIONS_HELD, (double) contender.registrations());
    }
    return new Measurement(contender.name(), round, values);
  }

  private Duration counted(Options options) {
    Duration counted = options.settle(COUNTED);
    boolean enough = !clustered || counted.compareTo(SEEN_EVERYWHERE) > 0;
    return enough ? counted : SEEN_EVERYWHERE;
  }

  private static Duration oneEach(Stage stage) {
    return Duration.ofMillis((long) (1_000 * stage.rooms().size() / MESSAGES_PER_SECOND));
  }
}
