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
  void whatOthersUsedIsWhatIsNeitherIdleNorOurs() {
    ProcStat.Machine machine = ProcStat.machine("cpu  100 10 80 700 50 0 10 50 0 0");

    assertEquals(Duration.ofMillis(2_500), machine.busy());
    assertEquals(Duration.ofSeconds(10), machine.all());
    assertEquals(10, machine.shareOfOthers(Duration.ofMillis(1_500)), 1e-9);
    assertEquals(0, machine.shareOfOthers(Duration.ofSeconds(3)), 1e-9);
  }

  @Test
  void thisProcessHasTimeAndMemory() {
    long self = ProcessHandle.current().pid();

    Duration own = ProcStat.cpu(self);

    assertTrue(own.isPositive());
    assertTrue(ProcStat.cpuOfTree(self).compareTo(own) >= 0);
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
