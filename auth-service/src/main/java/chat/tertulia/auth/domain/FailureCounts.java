package chat.tertulia.auth.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Failures by key, and how long to wait after them: some are free, then each one doubles the wait
 * up to a longest one. A key that stays quiet is forgiven.
 */
final class FailureCounts {
  /** Keys remembered at most; the longest untouched are forgotten. */
  static final int MAX_KEYS = 50_000;

  /** A key without a failure for this long starts afresh. */
  static final Duration FORGIVEN_AFTER = Duration.ofHours(1);

  private static final int MAX_DOUBLINGS = 30;

  private final int free;
  private final Duration first;
  private final Duration longest;
  private final LongSupplier nanos;
  private final Map<String, Failures> keys = bounded();

  FailureCounts(int free, Duration first, Duration longest, LongSupplier nanos) {
    this.free = free;
    this.first = first;
    this.longest = longest;
    this.nanos = nanos;
  }

  /** How long this key must wait; zero if it need not. */
  Duration wait(String key) {
    Failures failures = keys.get(key);
    if (failures == null) {
      return Duration.ZERO;
    }
    long now = nanos.getAsLong();
    if (now - failures.lastAt > FORGIVEN_AFTER.toNanos()) {
      keys.remove(key);
      return Duration.ZERO;
    }
    Duration rest = Duration.ofNanos(failures.lastAt - now).plus(waitAfter(failures.count));
    if (rest.isPositive()) {
      return rest;
    }
    // Whoever waited gets one try at a time, or all tries sent at once would count as one.
    boolean busy = failures.count >= free && failures.running > 0;
    return busy ? first : Duration.ZERO;
  }

  private Duration waitAfter(int count) {
    if (count < free) {
      return Duration.ZERO;
    }
    Duration wait = first.multipliedBy(1L << Math.min(count - free, MAX_DOUBLINGS));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  void begin(String key) {
    keys.computeIfAbsent(key, k -> new Failures()).running++;
  }

  void failed(String key) {
    Failures failures = keys.computeIfAbsent(key, k -> new Failures());
    failures.running = Math.max(0, failures.running - 1);
    failures.count++;
    failures.lastAt = nanos.getAsLong();
  }

  /** The try ended without saying anything about the password. */
  void undecided(String key) {
    Failures failures = keys.get(key);
    if (failures != null) {
      failures.running = Math.max(0, failures.running - 1);
      if (failures.count == 0 && failures.running == 0) {
        keys.remove(key);
      }
    }
  }

  void forget(String key) {
    keys.remove(key);
  }

  int size() {
    return keys.size();
  }

  private static Map<String, Failures> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
        return size() > MAX_KEYS;
      }
    };
  }

  private static final class Failures {
    private int count;
    private int running;
    private long lastAt;
  }
}
