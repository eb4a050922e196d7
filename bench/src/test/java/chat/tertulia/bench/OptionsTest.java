package chat.tertulia.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.contender.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void aWholeRunMakesThePageOfResultsAndLooksWhereTheTimeGoes() {
    Options whole = Options.parse(List.of("ALL"));

    assertEquals(Options.RESULTS, whole.results());
    assertTrue(whole.profile());
  }

  @Test
  void anyOtherRunLeavesThePageOfResultsAlone() {
    for (List<String> words :
        List.of(
            List.of("S2"),
            List.of("ALL", "S2"),
            List.of("--quick", "ALL"),
            List.of("--only=tertulia", "ALL"),
            List.of("--rounds=4", "ALL"),
            List.of("--scale=0.5", "ALL"),
            List.of("--gc=Serial", "ALL"),
            List.of("--framing=raw", "ALL"))) {
      assertEquals(Options.RESULTS_ASIDE, Options.parse(words).results(), words::toString);
    }
  }

  @Test
  void resultsGoWhereTheCommandLineSays() {
    assertEquals(Path.of("x"), Options.parse(List.of("--results=x", "ALL")).results());
  }

  @Test
  void everyOptionIsRead() {
    Options options =
        Options.parse(
            List.of(
                "--quick",
                "--only=a,b",
                "--also=c",
                "--rounds=7",
                "--seconds=3",
                "--scale=0.25",
                "--framing=raw",
                "--gc=Serial",
                "--work=w",
                "--profile",
                "S1",
                "S2"));

    assertEquals(List.of("S1", "S2"), options.scenarios());
    assertEquals(List.of("a", "b"), options.only());
    assertEquals(List.of("c"), options.also());
    assertEquals(7, options.rounds());
    assertEquals(Duration.ofSeconds(3), options.window());
    assertEquals(250, options.scaled(1_000, 1));
    assertEquals(Framing.RAW, options.framing());
    assertTrue(options.jvm().contains("-XX:+UseSerialGC"));
    assertFalse(options.jvm().contains("-XX:+UseG1GC"));
    assertEquals(Path.of("w"), options.work());
    assertTrue(options.profile());
  }

  @Test
  void anOptionThatIsNotThereIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--fast", "S1")));
  }

  @Test
  void fixedTimesShrinkWithTheWindowsAndNeverGrow() {
    Duration full = Duration.ofSeconds(4);

    assertEquals(full, Options.parse(List.of("ALL")).settle(full));
    assertEquals(full, Options.parse(List.of("--seconds=60", "S1")).settle(full));
    assertEquals(Duration.ofMillis(800), Options.parse(List.of("--seconds=1", "S1")).settle(full));
  }

  @Test
  void aScenarioThatIsNotThereIsRefusedBeforeAnythingRuns() {
    Options options = Options.parse(List.of("S1", "S9"));

    assertThrows(IllegalArgumentException.class, () -> Bench.run(options, "bench/run S1 S9"));
  }
}
