package chat.tertulia.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final long SELF = ProcessHandle.current().pid();
  private static final Duration WORK = Duration.ofSeconds(1);

  @TempDir Path folder;

  /** Uses CPU, in the JDK's own classes. */
  private static Map<Long, Long> work() {
    Map<Long, Long> numbers = new HashMap<>();
    Duration until = ProcStat.cpu(SELF).plus(WORK);
    for (long i = 0; ProcStat.cpu(SELF).compareTo(until) < 0; i++) {
      for (long j = 0; j < 10_000; j++) {
        numbers.merge(j, i, Long::sum);
      }
    }
    return numbers;
  }

  private static void sees(Profile profile) {
    assertTrue(work().size() > 0);
    Breakdown breakdown = profile.end();

    assertTrue(breakdown.samples() > 0, breakdown::toString);
    assertTrue(breakdown.shares().containsKey("Java: JDK"), breakdown::toString);
    assertEquals(
        1, breakdown.shares().values().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
  }

  @Test
  void aFlightRecordingSeesWhatWorks() {
    sees(FlightProfile.start(SELF, folder.resolve("self.jfr")));
  }

  @Test
  void perfSeesWhatWorksWhereItMayLook() {
    Assumptions.assumeTrue(PerfProfile.isPossible());

    sees(PerfProfile.start(SELF, folder.resolve("self.perf")));
  }
}
