package chat.tertulia.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final Shutdown shutdown = new Shutdown();
  private final List<String> stopped = new ArrayList<>();

  @Test
  void stopsInReverseAndGoesOnAfterAFailure() {
    shutdown.onStop(() -> stopped.add("folder"));
    shutdown.onStop(
        () -> {
          throw new IllegalStateException("stuck");
        });
    shutdown.onStop(() -> stopped.add("node"));
    shutdown.startIsOver();

    shutdown.run();

    assertEquals(List.of("node", "folder"), stopped);
  }

  @Test
  void whatAnOvertakenStartStillStartsIsStoppedAtOnce() {
    shutdown.startIsOver();
    shutdown.run();

    assertThrows(Shutdown.Overtaken.class, () -> shutdown.onStop(() -> stopped.add("late engine")));

    assertEquals(List.of("late engine"), stopped);
  }
}
