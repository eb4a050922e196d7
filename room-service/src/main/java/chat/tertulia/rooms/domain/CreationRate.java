package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How fast one person may make rooms, direct rooms and invitations: many at once, then steadily.
 * Belongs to one verticle instance; each replica counts for itself.
 */
public final class CreationRate {
  /** Minutes of the steady rate that may be used at once. */
  public static final int BURST_MINUTES = 10;

  /** People remembered, at most; the longest unused are forgotten. */
  public static final int MAX_REMEMBERED = 50_000;

  private final long every;
  private final long burst;
  private final LongSupplier nanos;

  /** When the person would have everything at hand again; in the past for most. */
  private final Map<UserId, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Long> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public CreationRate(int perMinute, LongSupplier nanos) {
    this.every = Duration.ofMinutes(1).toNanos() / perMinute;
    this.burst = every * perMinute * BURST_MINUTES;
    this.nanos = nanos;
  }

  /**
   * Takes one.
   *
   * @throws Problem {@code rate_limited} with the time until the next
   */
  public void take(UserId user) {
    long now = nanos.getAsLong();
    Long full = fullAt.get(user);
    long next = (full == null || full - now < 0 ? now : full) + every;
    long over = next - now - burst;
    if (over > 0) {
      throw Problem.retry(
          ErrorCode.RATE_LIMITED,
          "too many rooms and invitations, wait a while",
          Duration.ofNanos(over));
    }
    fullAt.put(user, next);
  }

  int remembered() {
    return fullAt.size();
  }
}
