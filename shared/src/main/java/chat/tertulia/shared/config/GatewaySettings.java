package chat.tertulia.shared.config;

import io.netty.util.internal.PlatformDependent;
import java.util.List;

/** What the gateway needs. */
public record GatewaySettings(
    @Setting(
            name = "TERTULIA_PORT",
            fallback = "8080",
            doc = "port of the page, REST and sockets; 0 picks a free one")
        int port,
    @Setting(
            name = "TERTULIA_AUTH_URL",
            fallback = "http://127.0.0.1:8081",
            doc = "where auth-service answers REST")
        String authUrl,
    @Setting(
            name = "TERTULIA_ROOM_URL",
            fallback = "http://127.0.0.1:8082",
            doc = "where room-service answers REST")
        String roomUrl,
    @Setting(
            name = "TERTULIA_HISTORY_URL",
            fallback = "http://127.0.0.1:8083",
            doc = "where history-service answers REST")
        String historyUrl,
    @Setting(
            name = "TERTULIA_REDIS_URL",
            fallback = "redis://127.0.0.1:6379",
            doc = "Redis or Valkey, with :password@ where needed")
        Secret redisUrl,
    @Setting(
            name = "TERTULIA_ORIGINS",
            fallback = "",
            doc = "other web origins that may connect, separated by commas")
        List<String> origins,
    @Setting(
            name = "TERTULIA_TRUSTED_PROXIES",
            fallback = "",
            doc = "addresses and networks of reverse proxies whose X-Forwarded-For is believed")
        List<String> trustedProxies,
    @Setting(
            name = "TERTULIA_SOCKETS_PER_USER",
            fallback = "32",
            doc = "sockets one person may hold on one gateway")
        int socketsPerUser,
    @Setting(
            name = "TERTULIA_SOCKETS_PER_ADDRESS",
            fallback = "5000",
            doc = "sockets one network address may hold on one gateway")
        int socketsPerAddress,
    @Setting(
            name = "TERTULIA_FRAMES_PER_SECOND",
            fallback = "100",
            doc = "frames a socket may send per second over time; ten times as many at once")
        int framesPerSecond,
    @Setting(
            name = "TERTULIA_REQUESTS_PER_SECOND",
            fallback = "200",
            doc =
                "REST requests one session, or without a token one address, may make per second"
                    + " over time; ten times as many at once")
        int requestsPerSecond,
    @Setting(
            name = "TERTULIA_UNREAD_BYTES",
            fallback = "0",
            doc =
                "bytes that wait unread on all sockets together, at most; 0: a quarter of the"
                    + " memory the process may use for heap and buffers; a quarter as many may"
                    + " wait on them to be stored")
        long unreadBytes) {
  public GatewaySettings {
    Ports.check("TERTULIA_PORT", port);
    Networks.of("TERTULIA_TRUSTED_PROXIES", trustedProxies);
    positive("TERTULIA_SOCKETS_PER_USER", socketsPerUser);
    positive("TERTULIA_SOCKETS_PER_ADDRESS", socketsPerAddress);
    positive("TERTULIA_FRAMES_PER_SECOND", framesPerSecond);
    positive("TERTULIA_REQUESTS_PER_SECOND", requestsPerSecond);
    if (unreadBytes < 0) {
      throw new BadSetting("TERTULIA_UNREAD_BYTES", "must not be negative");
    }
  }

  /** The reverse proxies' addresses. */
  public Networks trustedNetworks() {
    return Networks.of("TERTULIA_TRUSTED_PROXIES", trustedProxies);
  }

  /** The bound on unread bytes that the setting means, in bytes. */
  public long unreadLimit() {
    return unreadBytes > 0
        ? unreadBytes
        : (Runtime.getRuntime().maxMemory() + PlatformDependent.maxDirectMemory()) / 4;
  }

  /** The bound on posts that wait for the log, on all sockets together, in bytes. */
  public long waitingPostsLimit() {
    return unreadLimit() / 4;
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new BadSetting(name, "must be at least 1");
    }
  }
}
