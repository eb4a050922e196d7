package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.load.Tally;
import java.time.Duration;

/**
 * How every contender is brought to the state that is measured, by one rule.
 *
 * <ol>
 *   <li>A rush: the same number of messages for everyone, as fast as they go, so that what a
 *       message runs through is compiled. At the measured rate alone that would take minutes.
 *   <li>A rest, in which the compiler works off its queue.
 *   <li>Slices at the measured rate until one is no cheaper than the one before: then the server is
 *       steady.
 * </ol>
 */
final class WarmUp {
  /** Messages of the rush for each node: HotSpot compiles at last after some 10,000 calls. */
  static final int RUSH_MESSAGES = 20_000;

  /** Deliveries at which a rush of big rooms ends, for each node. */
  static final int RUSH_DELIVERIES = 3_000_000;

  /** Messages under way in a rush. */
  static final int RUSH_UNDER_WAY = 64;

  /** The same where a message goes to a thousand sockets: more would only lie in queues. */
  static final int RUSH_UNDER_WAY_BIG = 4;

  /** Sockets in a room from which on it is big. */
  static final int BIG_ROOM = 100;

  /** Time after which a rush ends in any case. */
  static final Duration RUSH_LIMIT = Duration.ofSeconds(20);

  static final Duration REST = Duration.ofSeconds(2);

  static final Duration SLICE = Duration.ofSeconds(4);

  static final int MIN_SLICES = 2;

  static final int MAX_SLICES = 5;

  /** A slice that is less than this share cheaper than the one before is no cheaper. */
  static final double STEADY_WITHIN = 0.05;

  private final Stage stage;
  private final Options options;

  private WarmUp(Stage stage, Options options) {
    this.stage = stage;
    this.options = options;
  }

  /** Warms a stage up; afterwards it is driven by {@code drive}. */
  static void run(Stage stage, Options options, FanOut.Drive drive) {
    var warmUp = new WarmUp(stage, options);
    Tally tally = stage.begin();
    warmUp.rush();
    Pause.of(options.settle(REST));
    warmUp.untilSteady(drive);
    stage.check(tally);
  }

  private void rush() {
    int seats = stage.layout().seats();
    int nodes = stage.contender().nodes().size();
    stage
        .load()
        .sendOutstanding(
            stage.rooms(),
            seats < BIG_ROOM ? RUSH_UNDER_WAY : RUSH_UNDER_WAY_BIG,
            messages(seats, nodes, options),
            RUSH_LIMIT);
  }

  /** How many messages a rush has. */
  static long messages(int seats, int nodes, Options options) {
    long full = Math.min(RUSH_MESSAGES, RUSH_DELIVERIES / seats);
    return Math.max(1, Math.round(full * nodes * options.effort().rush() * options.scale()));
  }

  private void untilSteady(FanOut.Drive drive) {
    double before = Double.POSITIVE_INFINITY;
    for (int slice = 1; slice <= MAX_SLICES; slice++) {
      double cost = slice(drive);
      if (slice >= MIN_SLICES && cost >= before * (1 - STEADY_WITHIN)) {
        return;
      }
      before = Math.min(before, cost);
    }
  }

  /** Drives one slice; the CPU of the servers for a delivery. */
  private double slice(FanOut.Drive drive) {
    long deliveries = stage.delivered();
    Duration cpu = stage.contender().serverCpu();
    drive.run(stage, options, options.settle(SLICE));
    double nanos = stage.contender().serverCpu().minus(cpu).toNanos();
    return nanos / Math.max(1, stage.delivered() - deliveries);
  }
}
