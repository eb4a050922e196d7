package chat.tertulia.standalone;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RevivalTest {
  private final Revival revival = new Revival();

  @Test
  void triesAgainUntilThereWereTooManyDeathsWithinAMinute() {
    for (int death = 0; death < Revival.MAX_DEATHS; death++) {
      assertTrue(revival.mayTry(seconds(death)));
    }

    assertFalse(revival.mayTry(seconds(50)));
  }

  @Test
  void deathsFarApartAreAlwaysFollowedByAnotherStart() {
    for (int death = 0; death < 100; death++) {
      assertTrue(revival.mayTry(seconds(death * 20L)));
    }
  }

  private static long seconds(long value) {
    return Duration.ofSeconds(value).toNanos();
  }
}
