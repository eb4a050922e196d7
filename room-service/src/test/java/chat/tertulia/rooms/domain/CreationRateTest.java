package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CreationRateTest {
  // Starts below zero, as a clock of nanoseconds may.
  private final AtomicLong now = new AtomicLong(-Duration.ofMinutes(1).toNanos());
  private final CreationRate rate = new CreationRate(6, now::get);
  private final UserId ann = new UserId("ann");

  @Test
  void manyAtOnceThenSteadily() {
    for (int i = 0; i < 6 * CreationRate.BURST_MINUTES; i++) {
      rate.take(ann);
    }

    var refused = assertThrows(Problem.class, () -> rate.take(ann));

    assertEquals(ErrorCode.RATE_LIMITED, refused.code());
    assertEquals(Duration.ofSeconds(10), refused.retryAfter());
    assertDoesNotThrow(() -> rate.take(new UserId("bob")));
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertDoesNotThrow(() -> rate.take(ann));
    assertThrows(Problem.class, () -> rate.take(ann));
  }

  @Test
  void peopleRememberedAreBounded() {
    for (int i = 0; i < CreationRate.MAX_REMEMBERED + 100; i++) {
      rate.take(new UserId("u" + i));
    }

    assertEquals(CreationRate.MAX_REMEMBERED, rate.remembered());
  }
}
