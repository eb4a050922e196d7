package chat.tertulia.history.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.history.domain.AppendFailed.Why;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureLogTest {
  private final List<String> lines = new ArrayList<>();
  private final FailureLog log = new FailureLog(lines::add);

  private void pass(int ticks) {
    for (int i = 0; i < ticks; i++) {
      log.tick();
    }
  }

  /** A database that was down for a few seconds was told of in 700 equal lines. */
  @Test
  void aFailureIsToldAtOnceAndThoseBehindItTogether() {
    for (int i = 0; i < 700; i++) {
      log.failed(2, Why.UNKNOWN, "connection refused");
    }
    assertEquals(List.of("appends failed count=2 why=UNKNOWN reason=connection refused"), lines);

    pass(FailureLog.QUIET_TICKS);
    assertEquals(2, lines.size());
    assertEquals("appends failed count=1398 why=UNKNOWN reason=connection refused", lines.get(1));
  }

  @Test
  void afterAQuietTimeTheNextIsToldAtOnceAgain() {
    log.failed(1, Why.BUSY, "locked");
    pass(FailureLog.QUIET_TICKS);
    log.failed(1, Why.BUSY, "locked");

    assertEquals(2, lines.size());
    pass(FailureLog.QUIET_TICKS);
    assertEquals(2, lines.size(), "nothing failed since");
  }
}
