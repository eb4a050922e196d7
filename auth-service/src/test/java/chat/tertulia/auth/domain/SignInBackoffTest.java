package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInBackoffTest {
  // Starts below zero, as a clock of nanoseconds may.
  private final AtomicLong nanos = new AtomicLong(-Duration.ofMinutes(1).toNanos());
  private final SignInBackoff backoff = new SignInBackoff(nanos::get);

  @Test
  void waitsDoubleUpToALongestOne() {
    fail("ann", "10.0.0.1", 5);
    var waits = new ArrayList<Long>();
    for (int i = 0; i < 12; i++) {
      Duration wait = refusal("ann", "10.0.0.1").retryAfter();
      waits.add(wait.toSeconds());
      pass(wait);
      backoff.begin("ann", "10.0.0.1", true).wrong();
    }

    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L, 60L, 60L), waits);
  }

  @Test
  void aRightPasswordForgetsTheWrongOnes() {
    fail("ann", "10.0.0.1", 4);
    backoff.begin("ann", "10.0.0.1", false).right();
    fail("ann", "10.0.0.1", 4);

    assertDoesNotThrow(() -> backoff.begin("ann", "10.0.0.1", false));
  }

  @Test
  void afterTheFreeTriesOneRunsAtATime() {
    fail("ann", "10.0.0.1", 5);
    pass(Duration.ofSeconds(1));
    var running = backoff.begin("ann", "10.0.0.1", false);

    refusal("ann", "10.0.0.1");

    running.undecided();
    assertDoesNotThrow(() -> backoff.begin("ann", "10.0.0.1", false));
  }

  @Test
  void othersFailuresDelayAnUnknownAddressShortlyAndAKnownOneNever() {
    for (int i = 0; i < 60; i++) {
      try {
        backoff.begin("ann", "10.0.1." + i, false).wrong();
      } catch (Problem waiting) {
        pass(waiting.retryAfter());
      }
    }

    assertTrue(refusal("ann", "10.0.0.9").retryAfter().toSeconds() <= 15);
    assertDoesNotThrow(() -> backoff.begin("ann", "10.0.0.9", true));
    assertDoesNotThrow(() -> backoff.begin("bob", "10.0.0.9", false));
  }

  @Test
  void oneAddressTryingManyAccountsIsSlowedDown() {
    for (int i = 0; i < 100; i++) {
      backoff.begin("user" + i, "10.0.0.1", false).wrong();
    }

    refusal("somebody", "10.0.0.1");
    assertDoesNotThrow(() -> backoff.begin("somebody", "10.0.0.2", false));
  }

  @Test
  void aNetworkOfVersionSixIsOneAddress() {
    assertEquals("2001:db8:1:2::", SignInBackoff.network("2001:db8:1:2:aaaa:bbbb:cccc:dddd"));
    assertEquals(
        SignInBackoff.network("2001:db8:1:2::1"), SignInBackoff.network("2001:db8:1:2::2"));
    assertEquals("192.0.2.1", SignInBackoff.network("192.0.2.1"));
  }

  @Test
  void quietKeysAreForgivenAndTheNumberOfKeysIsBounded() {
    fail("ann", "10.0.0.1", 5);
    pass(Duration.ofMinutes(61));
    assertDoesNotThrow(() -> backoff.begin("ann", "10.0.0.1", false));

    var counts = new FailureCounts(1, Duration.ofSeconds(1), Duration.ofSeconds(1), nanos::get);
    for (int i = 0; i < FailureCounts.MAX_KEYS + 100; i++) {
      counts.failed("key" + i);
    }
    assertEquals(FailureCounts.MAX_KEYS, counts.size());
  }

  private void fail(String account, String address, int times) {
    for (int i = 0; i < times; i++) {
      backoff.begin(account, address, false).wrong();
    }
  }

  private Problem refusal(String account, String address) {
    var problem = assertThrows(Problem.class, () -> backoff.begin(account, address, false));
    assertEquals(ErrorCode.RATE_LIMITED, problem.code());
    return problem;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
