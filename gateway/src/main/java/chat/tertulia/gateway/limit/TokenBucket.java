package chat.tertulia.gateway.limit;

/**
 * Limits a rate while allowing short bursts. Takes the time from outside. One may be shared by the
 * loops that hold a person's sockets.
 */
public final class TokenBucket {
  private final double perSecond;
  private final double burst;
  private double tokens;
  private long filledAtNanos;

  /**
   * @param perSecond how many over time
   * @param burst how many at once
   */
  public TokenBucket(double perSecond, double burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAtNanos = nowNanos;
  }

  /** Whether one more is allowed now. */
  public synchronized boolean take(long nowNanos) {
    long passed = Math.max(0, nowNanos - filledAtNanos);
    tokens = Math.min(burst, tokens + passed * perSecond / 1e9);
    filledAtNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
