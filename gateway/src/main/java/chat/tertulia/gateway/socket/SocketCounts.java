package chat.tertulia.gateway.socket;

import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.UserId;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sockets per person and per address on this gateway; shared by its loops, off the message path.
 */
public final class SocketCounts {
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<UserId, Integer> byUser = new ConcurrentHashMap<>();
  private final int perUser;
  private final int perAddress;

  public SocketCounts(GatewaySettings settings) {
    this.perUser = settings.socketsPerUser();
    this.perAddress = settings.socketsPerAddress();
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
