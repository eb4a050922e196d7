package chat.tertulia.e2e.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.cluster.Namespaces;
import chat.tertulia.testkit.load.Crowd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the short set of {@link Experiments} with a small crowd; with {@code -Dfaults=all} all of
 * them with a large one ({@code bin/faults}); with {@code -Dfaults=<text>,<text>} those whose name
 * has one of these.
 */
class FaultExperimentsTest {
  private static final String CHOSEN = System.getProperty("faults", "short");

  private static final ResultTable TABLE = new ResultTable();
  private static Stage stage;
  private static Experiment.Layout layout;

  @BeforeAll
  static void namespacesCanBeMade() {
    String missing = Namespaces.missing();
    if (!missing.isEmpty()) {
      System.out.println("faults: not run, " + missing);
      assertTrue(System.getenv("CI") == null, "in CI they must run: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
  }

  @AfterAll
  static void closeStage() throws IOException {
    if (stage != null) {
      stage.close();
      stage = null;
    }
  }

  @TestFactory
  Stream<DynamicTest> holdsThePromises() {
    List<Experiment> chosen =
        Experiments.all().stream().filter(FaultExperimentsTest::isIn).toList();
    return chosen.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> perform(each, chosen.indexOf(each) + 1, chosen.size())));
  }

  private static boolean isIn(Experiment experiment) {
    return switch (CHOSEN) {
      case "short" -> experiment.isShort();
      case "all" -> true;
      default -> Stream.of(CHOSEN.split(",", -1)).anyMatch(experiment.name()::contains);
    };
  }

  private static void perform(Experiment experiment, int number, int of) throws Exception {
    System.out.println("faults: " + number + " of " + of + ": " + experiment.name());
    if (stage == null || layout != experiment.layout()) {
      closeStage();
      layout = experiment.layout();
      stage = Stage.build(layout, CHOSEN.equals("all") ? Crowd.Size.LARGE : Crowd.Size.STEADY);
    }
    var times = new Times();
    try {
      if (experiment.alone() != null) {
        times.recovery = experiment.alone().on(stage);
        assertTrue(times.recovery.compareTo(experiment.bound()) <= 0, "took " + times.recovery);
      } else {
        run(experiment, times);
      }
      TABLE.add(experiment, times.outcome("kept"));
    } catch (Exception | AssertionError e) {
      TABLE.add(
          experiment,
          times.outcome(
              "BROKEN: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
      System.out.println(stage.cluster().tails());
      // The next one must not suffer from what this one left.
      closeStage();
      throw e;
    }
  }

  /** What is measured on the way. */
  private static final class Times {
    private Duration recovery;
    private AnswerTimes answers;

    ResultTable.Outcome outcome(String verdict) {
      return new ResultTable.Outcome(recovery, answers == null ? null : answers.slowest(), verdict);
    }
  }

  private static void run(Experiment experiment, Times times) throws Exception {
    Crowd crowd = stage.gather();
    Room asking = crowd.host().creates("asking");
    try {
      crowd.begins();
      crowd.talksOn();
      try (AnswerTimes answers = AnswerTimes.begin(crowd.host(), asking)) {
        crowd.awaitUnderWay();
        experiment.harm().on(stage);
        System.out.println("faults: harmed, for " + experiment.lasts().toSeconds() + " s");
        passes(experiment.lasts());
        experiment.heal().on(stage);
        System.out.println(
            "faults: repaired, owed within " + experiment.bound().toSeconds() + " s");
        times.answers = answers;
        times.recovery = crowd.recovers(experiment.bound());
        System.out.println("faults: asked meanwhile and answered: " + answers.answers());
        judge(experiment, answers, crowd);
      }
      crowd.settles();
    } finally {
      crowd.leaves();
    }
    stage
        .cluster()
        .awaitTrue(
            "all are ready",
            () -> stage.cluster().members().stream().allMatch(stage.cluster()::isReady));
  }

  private static void judge(Experiment experiment, AnswerTimes answers, Crowd crowd) {
    if (experiment.answers() != Experiment.Answers.NONE) {
      assertTrue(
          answers.slowest().compareTo(Experiments.ANSWER_WITHIN) <= 0,
          () -> "an answer took " + answers.slowest());
    }
    if (experiment.answers() == Experiment.Answers.NO_REFUSAL) {
      Map<String, Integer> refusals = crowd.refusals();
      assertTrue(
          answers.answers().keySet().equals(java.util.Set.of("ok"))
              && !refusals.containsKey("post unavailable"),
          () -> "sends were refused: " + answers.answers() + ", " + refusals);
    }
  }

  private static void passes(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
