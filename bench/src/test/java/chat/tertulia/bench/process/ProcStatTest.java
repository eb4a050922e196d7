package chat.tertulia.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcStatTest {
  private static final String LINE =
      "4711 (a (strange) name) S 1 4711 4711 0 -1 4194560 100 200 3 4 250 50 7 13 20 0 33 0 100 9"
          + " 8 7";

  @Test
  void userAndSystemTimeAreReadBehindAnyName() {
    assertEquals(Duration.ofSeconds(3), ProcStat.times(LINE, 2));
  }

  @Test
  void timeOfEndedChildrenIsAddedWhereItIsAskedFor() {
    assertEquals(Duration.ofMillis(3_200), ProcStat.times(LINE, 4));
  }

  @Test
  void thisProcessHasTimeAndMemory() {
    long self = ProcessHandle.current().pid();

    assertTrue(ProcStat.cpu(self).isPositive());
    assertTrue(ProcStat.cpuOfTree(self).compareTo(ProcStat.cpu(self)) >= 0);
    assertTrue(ProcStat.residentKib(self) > 0);
  }

  @Test
  void aProcessThatHasEndedUsesNothing() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();

    assertEquals(Duration.ZERO, ProcStat.cpu(process.pid()));
    assertEquals(0, ProcStat.residentKib(process.pid()));
  }
}
