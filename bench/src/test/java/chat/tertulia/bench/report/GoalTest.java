package chat.tertulia.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.report.Goal.Limit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static Measurement window(String contender, int round, double value) {
    return new Measurement(contender, round, Map.of(Metric.P50, value));
  }

  private static final ScenarioResult RESULT =
      new ScenarioResult(
          "S2",
          "about",
          List.of("tertulia", "stock"),
          List.of(
              window("tertulia", 1, 1),
              window("stock", 1, 2),
              window("tertulia", 2, 30),
              window("stock", 2, 40),
              window("tertulia", 3, 9),
              window("stock", 3, 10)));

  private static Goal.Verdict judge(Limit limit) {
    return new Goal("S2", "p50", Metric.P50, "tertulia", "stock", limit, null).of(RESULT);
  }

  @Test
  void eachRoundIsDividedByItsOwnAndTheMiddleOneCounts() {
    Spread measured = judge(new Limit.Shown()).measured();

    assertEquals(new Spread(0.75, 0.5, 0.9), measured);
  }

  @Test
  void aGoalIsReachedUpToItsBound() {
    assertEquals("yes", judge(new Limit.AtMost(0.75)).reached());
    assertEquals("**no**", judge(new Limit.AtMost(0.74)).reached());
    assertEquals("yes", judge(new Limit.AtLeast(0.75)).reached());
    assertEquals("**no**", judge(new Limit.AtLeast(0.76)).reached());
  }

  @Test
  void aGoalWhoseContenderDidNotRunIsNotReached() {
    var goal = new Goal("S2", "p50", Metric.P50, "tertulia", "bare", new Limit.AtMost(9), null);

    assertEquals("not measured", goal.of(RESULT).reached());
  }

  @Test
  void everyGoalIsStatedOnce() {
    var seen = new HashSet<String>();
    for (Goal goal : Goals.ALL) {
      assertTrue(seen.add(goal.scenario() + goal.about() + goal.against() + goal.metric()));
    }
  }
}
