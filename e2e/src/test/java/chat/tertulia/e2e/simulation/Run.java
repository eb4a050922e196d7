package chat.tertulia.e2e.simulation;

import chat.tertulia.testkit.check.Violation;
import java.util.List;

/**
 * What became of one seed.
 *
 * @param acknowledged messages that were acknowledged
 * @param seen entries that were seen, over everybody
 * @param fingerprint differs when anything happened at another moment
 * @param trace the latest events, if they were wanted
 */
record Run(
    long seed,
    List<Violation> violations,
    int acknowledged,
    int seen,
    long fingerprint,
    List<String> trace) {
  static Run of(long seed, Sabotage sabotage, boolean tracing) {
    var scheduler = new Scheduler(seed, tracing);
    var world = new World(scheduler, sabotage);
    List<Violation> violations = world.run();
    return new Run(
        seed,
        violations,
        world.checker().acknowledged(),
        world.checker().seen(),
        scheduler.fingerprint(),
        scheduler.trace());
  }

  /** What to tell whoever has to find the reason. */
  String report() {
    return "seed "
        + seed
        + " breaks a promise; run it alone with -Dsimulation.seed="
        + seed
        + "\n"
        + String.join("\n", violations.stream().limit(10).map(Violation::toString).toList())
        + "\nThe latest events:\n"
        + String.join("\n", trace);
  }
}
