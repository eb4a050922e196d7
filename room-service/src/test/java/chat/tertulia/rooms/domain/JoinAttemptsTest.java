package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JoinAttemptsTest {
  private final AtomicLong now = new AtomicLong(5_000_000_000L);
  private final JoinAttempts attempts = new JoinAttempts(now::get);
  private final UserId ann = new UserId("ann");

  @Test
  void aPersonHasAFewWrongTriesWhichComeBackSlowly() {
    for (int i = 0; i < JoinAttempts.USER_TRIES; i++) {
      attempts.take(ann, "192.0.2.1");
    }

    var refused = assertThrows(Problem.class, () -> attempts.take(ann, "192.0.2.2"));
    assertEquals(ErrorCode.RATE_LIMITED, refused.code());
    assertEquals(JoinAttempts.USER_EVERY, refused.retryAfter());

    now.addAndGet(JoinAttempts.USER_EVERY.toNanos());
    attempts.take(ann, "192.0.2.1");
    assertThrows(Problem.class, () -> attempts.take(ann, "192.0.2.1"));
  }

  @Test
  void anAddressIsLimitedOverAllItsPeople() {
    for (int i = 0; i < JoinAttempts.ADDRESS_TRIES; i++) {
      attempts.take(new UserId("u" + i), "192.0.2.1");
    }

    assertThrows(Problem.class, () -> attempts.take(new UserId("other"), "192.0.2.1"));
    assertDoesNotThrow(() -> attempts.take(new UserId("other"), "192.0.2.2"));
  }

  @Test
  void aRightTryCostsNothing() {
    for (int i = 0; i < 10 * JoinAttempts.USER_TRIES; i++) {
      attempts.take(ann, "192.0.2.1");
      attempts.giveBack(ann, "192.0.2.1");
    }

    assertDoesNotThrow(() -> attempts.take(ann, "192.0.2.1"));
  }

  @Test
  void anUnknownAddressIsNoAddress() {
    for (int i = 0; i < 2 * JoinAttempts.ADDRESS_TRIES; i++) {
      attempts.take(new UserId("u" + i), "");
    }
  }

  @Test
  void peopleAndAddressesRememberedAreBounded() {
    for (int i = 0; i < JoinAttempts.MAX_REMEMBERED + 100; i++) {
      attempts.take(new UserId("u" + i), "a" + i);
    }

    assertEquals(2 * JoinAttempts.MAX_REMEMBERED, attempts.remembered());
  }

  @Test
  void neverMoreTriesThanTheLimitHoweverLongTheWait() {
    attempts.take(ann, "");
    now.addAndGet(Duration.ofDays(400).toNanos());

    int taken = 0;
    try {
      while (taken < 1_000) {
        attempts.take(ann, "");
        taken++;
      }
    } catch (Problem limit) {
      assertEquals(ErrorCode.RATE_LIMITED, limit.code());
    }
    assertTrue(taken <= JoinAttempts.USER_TRIES, "taken: " + taken);
  }
}
