package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Presence in Redis, by Redis's own clock, whatever those of the gateways say.
 *
 * <p>Leases are one sorted set. A lease's name has an epoch: one that ran out is never taken up
 * again, so that whoever clears it away clears nothing newer. Each person has one hash with a field
 * a lease, which counts only while the lease does; each lease has one set of its people, so that
 * one that ran out is cleared without a search. A change is told by whoever wrote it, and only if
 * it differs from what was told last, which the hash remembers.
 *
 * <p>All keys share one hash tag: they stay together where Redis is a cluster.
 */
final class PresenceStore {
  /** How long a lease lasts without being renewed. */
  static final Duration LEASE = Duration.ofSeconds(9);

  /** How long a person's hash outlives its last write. */
  static final Duration KEEP = Duration.ofDays(30);

  /** How long one gateway may take to clear another's lease before a third does. */
  static final Duration CLEARING = Duration.ofSeconds(10);

  /** A Redis that takes longer than this to answer counts as away. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  /** People in one call at most: Redis does nothing else meanwhile. */
  static final int BATCH = 100;

  private static final String PREFIX = "tertulia:{presence}:";
  private static final String LEASES = PREFIX + "leases";
  private static final String CLAIMS = PREFIX + "claims";
  private static final String LIFE = PREFIX + "life";
  private static final String PERSON = PREFIX + "user:";
  private static final String PEOPLE = PREFIX + "of:";

  private final Redis writing;
  private final Redis reading;
  private final String name;
  private int epoch;

  /**
   * @param writing with one connection, so that writes keep their order
   * @param reading may have several
   * @param name of this process, never used before
   */
  PresenceStore(Redis writing, Redis reading, String name) {
    this.writing = writing;
    this.reading = reading;
    this.name = name;
  }

  private String lease() {
    return name + "." + epoch;
  }

  /**
   * What a renewal found.
   *
   * @param isNew whether everything must be told again, under a new name
   * @param life another value when Redis has lost everything
   * @param ended leases that ran out and are this gateway's to clear
   */
  record Lease(boolean isNew, String life, List<String> ended) {}

  /** Renews the lease, or begins the next epoch's if it ran out. */
  Future<Lease> renew() {
    return renew(false)
        .compose(
            lease -> {
              if (!lease.isNew()) {
                return Future.succeededFuture(lease);
              }
              epoch++;
              return renew(true).map(next -> new Lease(true, next.life(), next.ended()));
            });
  }

  private Future<Lease> renew(boolean begins) {
    return run(
            writing,
            PresenceScripts.RENEW,
            List.of(LEASES, CLAIMS, LIFE),
            List.of(
                lease(),
                Long.toString(LEASE.toMillis()),
                Long.toString(CLEARING.toMillis()),
                begins ? "begin" : "",
                lease()))
        .map(
            found ->
                new Lease(
                    found.get(0).toInteger() == 1,
                    found.get(1).toString(),
                    found.get(2).stream().map(Response::toString).toList()));
  }

  /** Lets the lease run out now, and clears it. */
  Future<List<Change>> giveBack() {
    return clear(lease());
  }

  /**
   * Writes what people are here.
   *
   * @param said at most {@link #BATCH}; null for one who has left
   * @return what others see differently now
   */
  Future<List<Change>> write(Map<UserId, String> said) {
    var users = List.copyOf(said.keySet());
    var arguments = new ArrayList<>(List.of(lease(), Long.toString(KEEP.toSeconds())));
    users.forEach(u -> arguments.add(said.get(u) == null ? "" : said.get(u)));
    users.forEach(u -> arguments.add(u.value()));
    var keys = new ArrayList<>(List.of(LEASES, PEOPLE + lease()));
    users.forEach(u -> keys.add(PERSON + u.value()));
    return run(writing, PresenceScripts.WRITE, keys, arguments).map(PresenceStore::changes);
  }

  /** Ends a lease and takes its people off it, one batch; empty when nobody is left on it. */
  Future<List<Change>> clear(String ended) {
    return run(
            writing,
            PresenceScripts.CLEAR,
            List.of(LEASES, PEOPLE + ended, CLAIMS),
            List.of(
                ended,
                Long.toString(KEEP.toSeconds()),
                Long.toString(LEASE.toMillis()),
                Integer.toString(BATCH),
                PERSON))
        .compose(
            found -> {
              List<Change> changes = changes(found.get(1));
              return found.get(0).toInteger() == 0
                  ? Future.succeededFuture(changes)
                  : clear(ended).map(more -> concat(changes, more));
            });
  }

  private static List<Change> concat(List<Change> some, List<Change> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static List<Change> changes(Response found) {
    var changes = new ArrayList<Change>();
    for (Response each : found) {
      changes.add(
          new Change(
              new UserId(each.get(0).toString()),
              PresenceState.outward(each.get(1).toString(), each.get(2).toString()),
              Long.parseLong(each.get(3).toString())));
    }
    return changes;
  }

  /** People as they are at one moment of Redis's clock. */
  record Reading(long at, Map<UserId, PresenceState> states) {}

  /** The best of each person's live connections; at most {@link #BATCH} people a call. */
  Future<Reading> read(List<UserId> users) {
    var keys = new ArrayList<>(List.of(LEASES));
    users.forEach(u -> keys.add(PERSON + u.value()));
    return run(reading, PresenceScripts.READ, keys, List.of())
        .map(
            found -> {
              var states = new HashMap<UserId, PresenceState>();
              for (int i = 0; i < users.size(); i++) {
                Response each = found.get(i + 1);
                states.put(
                    users.get(i),
                    PresenceState.outward(each.get(0).toString(), each.get(1).toString()));
              }
              return new Reading(Long.parseLong(found.get(0).toString()), states);
            });
  }

  /** One that hangs fails as one that has gone: whoever asks is told that nothing is known. */
  private static Future<Response> run(
      Redis redis, Script script, List<String> keys, List<String> arguments) {
    return script
        .run(redis, keys, arguments)
        .timeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
