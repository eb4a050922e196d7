package chat.tertulia.bench.contender;

import java.time.Duration;

/**
 * What a contender has used since it began.
 *
 * @param server CPU of its JVMs
 * @param database CPU of PostgreSQL, all its processes
 * @param cache CPU of Redis
 * @param allocatedBytes allocated on the heaps of its JVMs
 * @param commits how long they took
 */
public record Usage(
    Duration server, Duration database, Duration cache, long allocatedBytes, CommitTimes commits) {

  /** What was used between an earlier time and this. */
  public Usage since(Usage before) {
    return new Usage(
        server.minus(before.server),
        database.minus(before.database),
        cache.minus(before.cache),
        allocatedBytes - before.allocatedBytes,
        commits.since(before.commits));
  }

  /** Time of a commit in milliseconds; NaN when nothing was committed. */
  public double commitMs(double percentile) {
    return commits.ms(percentile);
  }

  /** CPU of everything together. */
  public Duration all() {
    return server.plus(database).plus(cache);
  }
}
