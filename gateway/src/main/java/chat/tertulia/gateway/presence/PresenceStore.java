package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Presence in Redis. A gateway holds a lease in one sorted set, by Redis's own clock; each person
 * has one hash with a field a gateway. A field counts only while its gateway's lease does, so a
 * crashed gateway's people go without a scan.
 */
final class PresenceStore {
  /** How long a lease lasts without being renewed. */
  static final Duration LEASE = Duration.ofSeconds(9);

  /** How long a person's hash outlives its last write. */
  static final Duration KEEP = Duration.ofDays(30);

  /** A Redis that takes longer than this to answer counts as away. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private static final String LEASES = "tertulia:gateways";
  private static final String PERSON = "tertulia:presence:";
  private static final String SEEN = "seen";

  private static final String RENEW =
      """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      local added = redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 60000)
      return {added, redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')}
      """;

  private final Redis redis;
  private final String gateway;

  PresenceStore(Redis redis, String gateway) {
    this.redis = redis;
    this.gateway = gateway;
  }

  /**
   * @param isNew true when Redis did not know this gateway: everything must be told again
   * @param live gateways whose lease holds, this one included
   */
  record Lease(boolean isNew, Set<String> live) {}

  Future<Lease> renew() {
    return soon(redis.send(
            Request.cmd(Command.EVAL)
                .arg(RENEW)
                .arg(1)
                .arg(LEASES)
                .arg(gateway)
                .arg(LEASE.toMillis())))
        .map(
            answer -> {
              var live = new HashSet<String>();
              answer.get(1).forEach(each -> live.add(each.toString()));
              return new Lease(answer.get(0).toInteger() == 1, live);
            });
  }

  /** Gives the lease back, so that leaving shows at once. */
  Future<Void> giveBack() {
    return soon(redis.send(Request.cmd(Command.ZREM).arg(LEASES).arg(gateway))).mapEmpty();
  }

  /** One that hangs fails as one that has gone: whoever asks is told that nothing is known. */
  private static <T> Future<T> soon(Future<T> answer) {
    return answer.timeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Writes what people are here; null removes them and notes when they were seen. */
  Future<Void> write(Map<UserId, String> states, long nowMs) {
    var batch = new ArrayList<Request>();
    states.forEach(
        (user, state) -> {
          String key = PERSON + user.value();
          if (state == null) {
            batch.add(Request.cmd(Command.HDEL).arg(key).arg(gateway));
            batch.add(Request.cmd(Command.HSET).arg(key).arg(SEEN).arg(nowMs));
          } else {
            batch.add(Request.cmd(Command.HSET).arg(key).arg(gateway).arg(state));
          }
          batch.add(Request.cmd(Command.EXPIRE).arg(key).arg(KEEP.toSeconds()));
        });
    return soon(redis.batch(batch)).mapEmpty();
  }

  /** The best of each person's live connections. */
  Future<Map<UserId, PresenceState>> read(List<UserId> users, Set<String> live) {
    if (users.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    var batch =
        users.stream().map(u -> Request.cmd(Command.HGETALL).arg(PERSON + u.value())).toList();
    return soon(redis.batch(batch))
        .map(
            answers -> {
              var states = new HashMap<UserId, PresenceState>();
              for (int i = 0; i < users.size(); i++) {
                states.put(users.get(i), best(answers.get(i), live));
              }
              return states;
            });
  }

  private static PresenceState best(Response hash, Set<String> live) {
    PresenceState best = PresenceState.OFFLINE;
    if (hash == null) {
      return best;
    }
    Long seen = null;
    for (String field : hash.getKeys()) {
      String value = hash.get(field).toString();
      if (field.equals(SEEN)) {
        seen = Long.valueOf(value);
      } else if (live.contains(field)) {
        best = best.or(PresenceState.parse(value));
      }
    }
    return best.outward(seen);
  }
}
