package chat.tertulia.bench.contender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommitTimesTest {
  private static final String BEFORE =
      """
      # TYPE append_commit_seconds histogram
      append_commit_seconds_bucket{le="0.001"} 10
      append_commit_seconds_bucket{le="0.002"} 10
      append_commit_seconds_bucket{le="+Inf"} 10
      append_commit_seconds_count 10
      other_seconds_bucket{le="0.001"} 99
      """;

  private static final String AFTER =
      """
      append_commit_seconds_bucket{le="0.001"} 20
      append_commit_seconds_bucket{le="0.002"} 40
      append_commit_seconds_bucket{le="+Inf"} 50
      """;

  private static CommitTimes window() {
    return CommitTimes.read(AFTER, "append_commit")
        .since(CommitTimes.read(BEFORE, "append_commit"));
  }

  @Test
  void onlyTheCommitsOfTheWindowCount() {
    // Of 40, 10 took up to 1 ms, 20 up to 2 ms and 10 longer: the 20th is half way in the second.
    assertEquals(1.5, window().ms(50), 1e-9);
  }

  @Test
  void whatIsAboveTheLastBoundIsToldAsThatBound() {
    assertEquals(2, window().ms(99), 1e-9);
  }

  @Test
  void theCommitsOfTwoNodesAreAdded() {
    assertEquals(1.5, window().plus(window()).ms(50), 1e-9);
  }

  @Test
  void withoutCommitsThereIsNoTime() {
    CommitTimes none = CommitTimes.read("", "append_commit");

    assertTrue(Double.isNaN(none.ms(50)));
    assertTrue(Double.isNaN(none.since(none).ms(50)));
  }
}
