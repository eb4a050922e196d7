package chat.tertulia.auth.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private final KeySchedule schedule = KeySchedule.of(Duration.ofDays(30), Duration.ofMinutes(15));

  @Test
  void theFirstKeySignsAtOnce() {
    assertEquals(Optional.of(NOON), schedule.due(List.of(), NOON, k -> true));
  }

  @Test
  void theNextIsPublishedBeforeTheLastEnds() {
    var keys = List.of(key("a", NOON));
    Instant end = NOON.plus(Duration.ofDays(30));

    assertEquals(
        Optional.empty(), schedule.due(keys, end.minus(Duration.ofMinutes(16)), k -> true));
    Instant early = end.minus(Duration.ofMinutes(14));
    assertEquals(
        Optional.of(early.plus(Duration.ofMinutes(15))), schedule.due(keys, early, k -> true));
  }

  @Test
  void afterALongStopTheNextStillWaitsItsLead() {
    Instant later = NOON.plus(Duration.ofDays(90));
    var keys = List.of(key("a", NOON));

    assertEquals(
        Optional.of(later.plus(Duration.ofMinutes(15))), schedule.due(keys, later, k -> true));
  }

  @Test
  void theNewestWhoseTimeHasComeSigns() {
    var keys = List.of(key("a", NOON), key("b", NOON.plusSeconds(60)));

    assertEquals("a", KeySchedule.signer(keys, NOON.plusSeconds(59), k -> true).get().id());
    assertEquals("b", KeySchedule.signer(keys, NOON.plusSeconds(60), k -> true).get().id());
    assertEquals(
        "a", KeySchedule.signer(keys, NOON.plusSeconds(60), k -> k.id().equals("a")).get().id());
  }

  @Test
  void aKeyThatCannotBeReadIsReplacedAtOnce() {
    var keys = List.of(key("a", NOON));

    assertEquals(
        Optional.of(NOON.plusSeconds(5)), schedule.due(keys, NOON.plusSeconds(5), k -> false));
  }

  @Test
  void aKeyStaysUntilWhatItSignedHasEnded() {
    var keys = List.of(key("a", NOON), key("b", NOON.plusSeconds(60)));
    Instant end = NOON.plusSeconds(60).plus(Duration.ofMinutes(17));

    assertEquals(List.of(), schedule.spent(keys, end));
    assertEquals(List.of("a"), schedule.spent(keys, end.plusMillis(1)));
    assertEquals(List.of(), schedule.spent(keys.subList(0, 1), end.plusSeconds(9_999)));
    assertEquals(List.of(), schedule.spent(List.of(), end));
  }

  private static StoredKey key(String id, Instant useFrom) {
    return new StoredKey(id, "{}", Buffer.buffer(), false, useFrom);
  }
}
