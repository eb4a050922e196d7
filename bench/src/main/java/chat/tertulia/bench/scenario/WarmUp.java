package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.contender.Contender;
import chat.tertulia.bench.load.Tally;
import java.time.Duration;

/**
 * How every contender is brought to the state that is measured, by one rule.
 *
 * <ol>
 *   <li>A rush: the same number of messages for everyone, as fast as few under way go, to few
 *       sockets in each room, so that what a message runs through is compiled. At the measured rate
 *       alone that would take minutes.
 *   <li>Where rooms are bigger, the other sockets come in, and a second rush over all of them.
 *   <li>A rest, in which the compiler works off its queue.
 *   <li>Slices at the measured rate until one is no cheaper than the one before and its compilers
 *       have next to nothing left to do: then the server is steady.
 * </ol>
 */
final class WarmUp {
  /** Messages of the rush for each node: HotSpot compiles at last after some 10,000 calls. */
  static final int RUSH_MESSAGES = 40_000;

  /** Sockets of each room that take part in it. */
  static final int RUSH_SEATS = 10;

  /** Deliveries of the second rush for each node. */
  static final int RUSH_DELIVERIES = 1_000_000;

  /** Messages under way in a rush: few, or they would run through the server in big batches. */
  static final int RUSH_UNDER_WAY = 4;

  /** Time after which a rush ends in any case. */
  static final Duration RUSH_LIMIT = Duration.ofSeconds(20);

  static final Duration REST = Duration.ofSeconds(2);

  static final Duration SLICE = Duration.ofSeconds(4);

  static final int MIN_SLICES = 2;

  static final int MAX_SLICES = 8;

  /** A slice that is less than this share cheaper than the one before is no cheaper. */
  static final double STEADY_WITHIN = 0.05;

  /** A server whose compilers take more than this share of its CPU is not steady yet. */
  static final double COMPILED_WITHIN = 0.03;

  private final Stage stage;
  private final Options options;

  private WarmUp(Stage stage, Options options) {
    this.stage = stage;
    this.options = options;
  }

  /** Connects the sockets of a stage and warms it up; afterwards {@code drive} drives it. */
  static void run(Stage stage, Options options, FanOut.Drive drive) {
    new WarmUp(stage, options).run(drive);
  }

  private void run(FanOut.Drive drive) {
    int seats = stage.layout().seats();
    Tally tally = stage.begin();
    stage.fillSeats(0, Math.min(seats, RUSH_SEATS));
    rush(RUSH_MESSAGES);
    if (seats > RUSH_SEATS) {
      stage.fillSeats(RUSH_SEATS, seats);
      rush(RUSH_DELIVERIES / seats);
    }
    Pause.of(options.settle(REST));
    untilSteady(drive);
    stage.check(tally);
  }

  private void rush(int messages) {
    int nodes = stage.contender().nodes().size();
    long count = share(messages, nodes, options);
    stage.load().sendOutstanding(stage.rooms(), RUSH_UNDER_WAY, count, RUSH_LIMIT);
  }

  /** How many messages a rush of this run has. */
  static long share(int messages, int nodes, Options options) {
    double share = options.effort().rush() * Math.min(1, options.scale());
    return Math.max(1, Math.round(messages * nodes * share));
  }

  private void untilSteady(FanOut.Drive drive) {
    double before = Double.POSITIVE_INFINITY;
    for (int slice = 1; slice <= MAX_SLICES; slice++) {
      Slice now = slice(drive);
      boolean cheaper = now.nanosPerDelivery() < before * (1 - STEADY_WITHIN);
      if (slice >= MIN_SLICES && !cheaper && now.compiling() <= COMPILED_WITHIN) {
        return;
      }
      before = Math.min(before, now.nanosPerDelivery());
    }
  }

  /**
   * What a slice took.
   *
   * @param nanosPerDelivery CPU of the servers
   * @param compiling share of it that their compilers took
   */
  private record Slice(double nanosPerDelivery, double compiling) {}

  private Slice slice(FanOut.Drive drive) {
    Contender contender = stage.contender();
    long deliveries = stage.delivered();
    Duration cpu = contender.serverCpu();
    Duration compiled = contender.compiling();
    drive.run(stage, options, options.settle(SLICE));
    double nanos = Math.max(1, contender.serverCpu().minus(cpu).toNanos());
    double compiling = contender.compiling().minus(compiled).toNanos();
    return new Slice(nanos / Math.max(1, stage.delivered() - deliveries), compiling / nanos);
  }
}
