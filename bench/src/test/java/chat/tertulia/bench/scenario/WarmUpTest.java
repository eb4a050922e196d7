package chat.tertulia.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.Options;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final int ENOUGH_FOR_THE_LAST_COMPILER = 15_000;

  @Test
  void everyNodeHasEnoughOfARush() {
    long alone = WarmUp.share(WarmUp.RUSH_MESSAGES, 1, Options.FULL);

    assertTrue(alone >= ENOUGH_FOR_THE_LAST_COMPILER);
    assertEquals(2 * alone, WarmUp.share(WarmUp.RUSH_MESSAGES, 2, Options.FULL));
  }
}
