package chat.tertulia.e2e.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import chat.tertulia.testkit.check.Invariant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thousands of short lives of a small platform, each drawn from its seed: the real logic of
 * gateway, log and client over a bus, a clock and a store that misbehave as the seed says. Every
 * promise must hold in each; and each safeguard that is taken away must be missed.
 *
 * <p>One seed alone, with the events that led to the failure:
 *
 * <pre>./mvnw -pl e2e test -Dtest=SimulationTest -Dsimulation.seed=123</pre>
 *
 * <p>{@code -Dsimulation.seeds=20000} runs more of them, {@code -Dsimulation.from=5000} others,
 * {@code -Dsimulation.events=100000} shows more of a failure.
 */
class SimulationTest {
  private static final long FROM = Long.getLong("simulation.from", 0);
  private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);

  /** A safeguard that is missing must be missed within so many seeds. */
  private static final long SEEDS_OF_A_CONTROL = 300;

  private static final LoudLog LOG = new LoudLog();

  @BeforeAll
  static void onlyErrorsAreLogged() {
    LOG.start();
  }

  @AfterAll
  static void logAsEver() {
    LOG.stop();
  }

  @Test
  void everyPromiseIsKeptWhateverHappens() {
    Long only = Long.getLong("simulation.seed");
    if (only != null) {
      mustBeGreen(Run.of(only, Sabotage.NONE, true));
      return;
    }
    List<Run> runs =
        LongStream.range(FROM, FROM + SEEDS)
            .parallel()
            .mapToObj(seed -> Run.of(seed, Sabotage.NONE, false))
            .toList();
    runs.stream()
        .filter(run -> !run.violations().isEmpty())
        .findFirst()
        .ifPresent(red -> mustBeGreen(Run.of(red.seed(), Sabotage.NONE, true)));
    assertEquals(List.of(), LOG.errors());
    long acknowledged = runs.stream().mapToLong(Run::acknowledged).sum();
    long seen = runs.stream().mapToLong(Run::seen).sum();
    System.out.printf(
        "simulation: %d seeds, %d messages acknowledged, %d entries seen%n",
        runs.size(), acknowledged, seen);
    assertTrue(acknowledged > 20 * SEEDS, "people hardly talk: " + acknowledged);
  }

  private static void mustBeGreen(Run run) {
    if (!run.violations().isEmpty()) {
      fail(run.report());
    }
  }

  @Test
  void theSameSeedIsTheSameLife() {
    for (long seed : new long[] {1, 2, 3}) {
      Run first = Run.of(seed, Sabotage.NONE, true);
      Run again = Run.of(seed, Sabotage.NONE, true);

      assertEquals(first.trace(), again.trace());
      assertEquals(first.fingerprint(), again.fingerprint());
      assertEquals(
          first.fingerprint(),
          Run.of(seed, Sabotage.NONE, false).fingerprint(),
          "and watching does not change it");
      assertFalse(first.trace().isEmpty());
    }
    assertNotEquals(
        Run.of(1, Sabotage.NONE, false).fingerprint(),
        Run.of(2, Sabotage.NONE, false).fingerprint());
  }

  @Test
  void withoutIdempotencyARepeatIsStoredTwice() {
    mustTurnRed(Sabotage.FORGETS_CLIENT_IDS, Invariant.AT_MOST_ONCE);
  }

  @Test
  void withoutFillingHolesViewsStayBehind() {
    mustTurnRed(Sabotage.LEAVES_HOLES, Invariant.CAUGHT_UP);
  }

  @Test
  void withoutTheFenceTheRemovedReadOn() {
    mustTurnRed(Sabotage.LOSES_THE_FENCE, Invariant.NOTHING_AFTER_REMOVAL);
  }

  @Test
  void withoutTheReorderWindowEntriesAreMissed() {
    mustTurnRed(Sabotage.KEEPS_NO_ORDER, Invariant.SEEN_ONCE_IN_ORDER);
  }

  @Test
  void anAcknowledgementBeforeTheCommitIsLostInACrash() {
    mustTurnRed(Sabotage.ACKNOWLEDGES_BEFORE_COMMIT, Invariant.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void aBatchTurnedRoundBreaksItsSendersOrder() {
    mustTurnRed(Sabotage.TURNS_BATCHES_ROUND, Invariant.SENDER_ORDER);
  }

  private static void mustTurnRed(Sabotage sabotage, Invariant expected) {
    Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
    for (long seed = 0; seed < SEEDS_OF_A_CONTROL; seed++) {
      Run.of(seed, sabotage, false).violations().forEach(v -> broken.add(v.invariant()));
      if (broken.contains(expected)) {
        return;
      }
    }
    fail(sabotage + " broke " + broken + " in " + SEEDS_OF_A_CONTROL + " seeds, not " + expected);
  }
}
