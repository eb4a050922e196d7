package chat.tertulia.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PerfProfileTest {
  private static final String SCRIPT =
      """
      vert.x-eventloo
      \tffffffff81 tcp_sendmsg_locked ([kernel.kallsyms])
      \tffffffff82 __x64_sys_sendto ([kernel.kallsyms])
      \t    7f0001 [unknown] (/tmp/perf-12.map)

      vert.x-eventloo
      \tffffffff81 _raw_spin_unlock ([kernel.kallsyms])
      \tffffffff83 try_to_wake_up ([kernel.kallsyms])
      \tffffffff84 net_rx_action ([kernel.kallsyms])
      \tffffffff82 __x64_sys_sendto ([kernel.kallsyms])

      vert.x-eventloo
      \t    7f0002 void chat.tertulia.gateway.room.Audiences.pass(java.lang.String, int) (/tmp/perf-12.map)

      C2 CompilerThre
      \t    7f0003 PhaseIdealLoop::build_loop_late (/usr/lib/jvm/lib/server/libjvm.so)
      """;

  @Test
  void everyStackIsCountedToThePartItIsAbout() {
    var stacks = new PerfProfile.Stacks();
    SCRIPT.lines().forEach(stacks::line);

    Breakdown breakdown = stacks.breakdown();

    assertEquals(4, breakdown.samples());
    assertEquals(
        Map.of(
            "kernel: send", 0.25,
            "kernel: wake readers", 0.25,
            "Java: chat.tertulia.gateway", 0.25,
            "compiler", 0.25),
        breakdown.shares());
  }

  @Test
  void methodsAreToldApartByTheirMaker() {
    assertEquals("Java: io.netty", Part.ofMethod("io.netty.channel.AbstractChannel.flush"));
    assertEquals("Java: JDK", Part.ofMethod("java.util.HashMap.put"));
    assertEquals("Java: other libraries", Part.ofMethod("org.slf4j.Logger.info"));
  }
}
