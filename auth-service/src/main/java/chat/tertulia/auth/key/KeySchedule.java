package chat.tertulia.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * When keys come and go. A key is published for {@code lead} before it signs, so that every replica
 * and everybody who caches the public keys knows it by then; it stays published until the last
 * token it signed has ended.
 *
 * @param life how long a key signs
 * @param lead how long before that it is published
 * @param tokenLife how long an access token is good
 */
record KeySchedule(Duration life, Duration lead, Duration tokenLife) {
  /** Most time between publishing and signing. */
  static final Duration LONGEST_LEAD = Duration.ofMinutes(15);

  /** How far the clocks of two machines may differ. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

  static KeySchedule of(Duration life, Duration tokenLife) {
    Duration quarter = life.dividedBy(4);
    Duration lead = quarter.compareTo(LONGEST_LEAD) < 0 ? quarter : LONGEST_LEAD;
    return new KeySchedule(life, lead, tokenLife);
  }

  /**
   * The key that signs now: the newest whose time has come and whose private part we can read.
   *
   * @param keys oldest use first
   */
  static Optional<StoredKey> signer(
      List<StoredKey> keys, Instant now, Predicate<StoredKey> readable) {
    return keys.reversed().stream()
        .filter(k -> !k.useFrom().isAfter(now))
        .filter(readable)
        .findFirst();
  }

  /** From when on a new key should sign, if one is due. */
  Optional<Instant> due(List<StoredKey> keys, Instant now, Predicate<StoredKey> readable) {
    if (signer(keys, now, readable).isEmpty()) {
      return Optional.of(now);
    }
    Instant end = keys.getLast().useFrom().plus(life);
    Instant soonest = now.plus(lead);
    return end.isAfter(soonest) ? Optional.empty() : Optional.of(soonest);
  }

  /** Keys no good token is signed with any more. */
  List<String> spent(List<StoredKey> keys, Instant now) {
    return java.util.stream.IntStream.range(0, Math.max(0, keys.size() - 1))
        .filter(i -> isSpent(keys.get(i + 1), now))
        .mapToObj(i -> keys.get(i).id())
        .toList();
  }

  private boolean isSpent(StoredKey successor, Instant now) {
    return successor.useFrom().plus(tokenLife).plus(CLOCK_SKEW).isBefore(now);
  }
}
