package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.bench.load.Pacing.Schedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacingTest {
  @Test
  void aScheduleHasAsManyMessagesAsTheRateMakesInItsTime() {
    assertEquals(4_000, Schedule.of(500, Duration.ofSeconds(8)).count());
    assertEquals(160, Schedule.of(20, Duration.ofSeconds(8)).count());
  }

  @Test
  void theLastMessageIsDueWithoutTheRoundingOfThoseBefore() {
    Schedule thirds = Schedule.of(3, Duration.ofSeconds(1_000));

    assertEquals(3_000, thirds.count());
    assertEquals(Duration.ofSeconds(999).toNanos(), thirds.due(2_997));
  }

  @Test
  void theFirstMessageIsDueAtOnce() {
    assertEquals(0, Schedule.of(20, Duration.ofSeconds(1)).due(0));
  }
}
