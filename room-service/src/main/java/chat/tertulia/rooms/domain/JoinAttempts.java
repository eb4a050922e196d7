package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes guessing codes and passwords useless: each person and each address has a few wrong tries at
 * hand, which come back slowly. A code has about a million values, so an address finds one of a
 * hundred live rooms in about a week, a person in a month.
 *
 * <p>A try is taken before the question and given back when it was right, so that tries in parallel
 * count. Belongs to one verticle instance; each replica counts for itself.
 */
public final class JoinAttempts {
  /** Wrong tries a person has at once, and the time in which one comes back. */
  public static final int USER_TRIES = 8;

  public static final Duration USER_EVERY = Duration.ofMinutes(5);

  /** The same for an address, which a whole office may share. */
  public static final int ADDRESS_TRIES = 40;

  public static final Duration ADDRESS_EVERY = Duration.ofMinutes(1);

  /** People and addresses remembered, each; the longest unused are forgotten. */
  public static final int MAX_REMEMBERED = 50_000;

  private final LongSupplier nanos;
  private final Map<String, Tries> users = bounded();
  private final Map<String, Tries> addresses = bounded();

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public JoinAttempts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes a try.
   *
   * @param address empty when it is not known
   * @throws Problem {@code rate_limited} with the time until the next
   */
  public void take(UserId user, String address) {
    long now = nanos.getAsLong();
    Tries own = tries(users, user.value(), USER_TRIES, USER_EVERY, now);
    Tries shared = tries(addresses, address, ADDRESS_TRIES, ADDRESS_EVERY, now);
    Duration wait = longer(own.until(now), address.isEmpty() ? Duration.ZERO : shared.until(now));
    if (wait.isPositive()) {
      throw Problem.retry(ErrorCode.RATE_LIMITED, "too many wrong tries, wait a while", wait);
    }
    own.left--;
    shared.left--;
  }

  /** Gives a try back: it was not wrong. */
  public void giveBack(UserId user, String address) {
    giveBack(users.get(user.value()));
    giveBack(addresses.get(address));
  }

  /** People and addresses remembered together. */
  int remembered() {
    return users.size() + addresses.size();
  }

  private static void giveBack(Tries tries) {
    if (tries != null) {
      tries.left = Math.min(tries.max, tries.left + 1);
    }
  }

  private static Tries tries(
      Map<String, Tries> all, String key, int max, Duration every, long now) {
    Tries tries = all.computeIfAbsent(key, k -> new Tries(max, every.toNanos(), now));
    tries.refill(now);
    return tries;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Map<String, Tries> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
        return size() > MAX_REMEMBERED;
      }
    };
  }

  private static final class Tries {
    private final int max;
    private final long every;
    private int left;
    private long filledAt;

    Tries(int max, long every, long now) {
      this.max = max;
      this.every = every;
      this.left = max;
      this.filledAt = now;
    }

    void refill(long now) {
      long back = (now - filledAt) / every;
      if (left + back >= max) {
        left = max;
        filledAt = now;
      } else {
        left += (int) back;
        filledAt += back * every;
      }
    }

    Duration until(long now) {
      return left > 0 ? Duration.ZERO : Duration.ofNanos(filledAt + every - now);
    }
  }
}
