package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.UserId;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sockets per person and per address on this gateway; shared by its loops, off the message path.
 */
public final class SocketCounts {
  /** Sockets of one person that may send at a socket's full rate at the same time. */
  private static final int SOCKETS_AT_FULL_RATE = 4;

  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<UserId, Integer> byUser = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<UserId, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final double perSecond;
  private final int perUser;
  private final int perAddress;
  private final WaitingPosts posts;

  public SocketCounts(GatewaySettings settings) {
    this.perSecond = (double) settings.framesPerSecond() * SOCKETS_AT_FULL_RATE;
    this.perUser = settings.socketsPerUser();
    this.perAddress = settings.socketsPerAddress();
    this.posts = new WaitingPosts(settings.waitingPostsLimit());
  }

  /** What the posts of all sockets hold together. */
  WaitingPosts posts() {
    return posts;
  }

  /** Whether one more socket may come from this address; if so it is counted. */
  boolean connect(String address) {
    return up(byAddress, address, perAddress);
  }

  void disconnect(String address) {
    down(byAddress, address);
  }

  /** Whether this person may have one more socket; if so it is counted. */
  boolean signIn(UserId user) {
    return up(byUser, user, perUser);
  }

  void signOut(UserId user) {
    down(byUser, user);
    buckets.computeIfPresent(user, (u, bucket) -> byUser.containsKey(u) ? bucket : null);
  }

  /** The rate that all sockets of a person share on this gateway. */
  TokenBucket bucketOf(UserId user, long nowNanos) {
    return buckets.computeIfAbsent(
        user, u -> new TokenBucket(perSecond, perSecond * Reception.BURST, nowNanos));
  }

  private static <K> boolean up(ConcurrentHashMap<K, Integer> counts, K key, int max) {
    boolean[] admitted = new boolean[1];
    counts.compute(
        key,
        (k, count) -> {
          int now = count == null ? 0 : count;
          admitted[0] = now < max;
          return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
    return admitted[0];
  }

  private static <K> void down(ConcurrentHashMap<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
