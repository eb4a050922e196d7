package chat.tertulia.gateway.socket;

/** Limits a rate while allowing short bursts. Takes the time from outside. */
final class TokenBucket {
  private final double perSecond;
  private final double burst;
  private double tokens;
  private long filledAtNanos;

  TokenBucket(double perSecond, double burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAtNanos = nowNanos;
  }

  /** Whether one more is allowed now. */
  boolean take(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - filledAtNanos) * perSecond / 1e9);
    filledAtNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
