package chat.tertulia.auth.domain;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How fast guests may come from one address: many at once, then steadily. */
public final class GuestLimit {
  /** Guests an address may bring at once. */
  public static final int BURST = 100;

  /** Time in which one more may come. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  /** Addresses remembered at most; the longest unused are forgotten. */
  public static final int MAX_ADDRESSES = 50_000;

  private final LongSupplier nanos;
  // When the address would have all its guests at hand again; in the past for most.
  private final Map<String, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  public GuestLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * @throws Problem {@code rate_limited} with the time until the next
   */
  public void take(String address) {
    long now = nanos.getAsLong();
    String network = SignInBackoff.network(address);
    Long full = fullAt.get(network);
    long from = full == null || full - now < 0 ? now : full;
    long over = from + EVERY.toNanos() - now - BURST * EVERY.toNanos();
    if (over > 0) {
      throw Problem.retry(
          ErrorCode.RATE_LIMITED, "too many guests from this address", Duration.ofNanos(over));
    }
    fullAt.put(network, from + EVERY.toNanos());
  }

  int addresses() {
    return fullAt.size();
  }
}
