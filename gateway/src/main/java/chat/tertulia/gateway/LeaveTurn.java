package chat.tertulia.gateway;

import chat.tertulia.shared.config.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;

/**
 * Lets one gateway of an installation end itself in {@link #PAUSE}. Kept in Redis, not in the
 * cluster, since it is the cluster that is in doubt. Without Redis nobody may.
 */
final class LeaveTurn {
  /** Time for one to end and for another to take its place. */
  static final Duration PAUSE = Duration.ofMinutes(3);

  static final String KEY = "tertulia:leaving";

  private final Redis redis;

  LeaveTurn(Vertx vertx, GatewaySettings settings) {
    var options = new RedisOptions().setConnectionString(settings.redisUrl().value());
    options.getNetClientOptions().setConnectTimeout(2_000);
    this.redis = Redis.createClient(vertx, options.setMaxPoolSize(1));
  }

  /** Whether it is this gateway's turn; fails when nobody can say. */
  Future<Boolean> take() {
    var request =
        Request.cmd(Command.SET).arg(KEY).arg("1").arg("NX").arg("PX").arg(PAUSE.toMillis());
    return redis.send(request).map(answer -> answer != null);
  }

  void close() {
    redis.close();
  }
}
