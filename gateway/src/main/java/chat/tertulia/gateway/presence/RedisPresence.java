package chat.tertulia.gateway.presence;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.json.OpaqueId;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/** Connects presence with Redis. */
public final class RedisPresence {
  /** Connections for questions; writes have one of their own. */
  static final int READERS = 4;

  private RedisPresence() {}

  /** Presence for one gateway under a name of its own, so that a restart begins anew. */
  public static LeasedPresence create(
      Vertx vertx, Bus bus, GatewaySettings settings, Preferences preferences, RoomAudience rooms) {
    String url = settings.redisUrl().value();
    if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
      throw new BadSetting("TERTULIA_REDIS_URL", "must begin with redis:// or rediss://");
    }
    var store =
        new PresenceStore(client(vertx, url, 1), client(vertx, url, READERS), OpaqueId.random('g'));
    return new LeasedPresence(vertx, bus, store, preferences, rooms);
  }

  private static Redis client(Vertx vertx, String url, int connections) {
    var options =
        new RedisOptions()
            .setConnectionString(url)
            .setMaxPoolSize(connections)
            .setMaxPoolWaiting(256)
            .setMaxWaitingHandlers(4_096);
    options.getNetClientOptions().setConnectTimeout(2_000);
    return Redis.createClient(vertx, options);
  }
}
