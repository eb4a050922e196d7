package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.error.Problem;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuestLimitTest {
  @Test
  void manyMayComeAtOnceThenSteadily() {
    var nanos = new AtomicLong(-5);
    var limit = new GuestLimit(nanos::get);
    for (int i = 0; i < GuestLimit.BURST; i++) {
      limit.take("10.0.0.1");
    }

    var refused = assertThrows(Problem.class, () -> limit.take("10.0.0.1"));

    assertEquals(GuestLimit.EVERY, refused.retryAfter());
    assertDoesNotThrow(() -> limit.take("10.0.0.2"));
    nanos.addAndGet(GuestLimit.EVERY.toNanos());
    assertDoesNotThrow(() -> limit.take("10.0.0.1"));
    assertThrows(Problem.class, () -> limit.take("10.0.0.1"));
  }

  @Test
  void addressesRememberedAreBoundedAndTheLatestStay() {
    var limit = new GuestLimit(() -> 0);
    for (int i = 0; i < GuestLimit.MAX_ADDRESSES + 100; i++) {
      limit.take("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
    }
    String late = "192.0.2.1";
    for (int i = 0; i < GuestLimit.BURST; i++) {
      limit.take(late);
    }

    assertEquals(GuestLimit.MAX_ADDRESSES, limit.addresses());
    assertThrows(Problem.class, () -> limit.take(late));
  }
}
