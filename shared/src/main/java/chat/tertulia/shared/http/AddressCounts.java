package chat.tertulia.shared.http;

import java.util.concurrent.ConcurrentHashMap;

/** How many of something each network address has, up to a limit. For any thread. */
public final class AddressCounts {
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
  private final int most;

  public AddressCounts(int most) {
    this.most = most;
  }

  /** Counts one more; false, and nothing counted, when the address has as many as it may. */
  boolean up(String address) {
    boolean[] admitted = new boolean[1];
    counts.compute(
        address,
        (a, count) -> {
          int now = count == null ? 0 : count;
          admitted[0] = now < most;
          return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
    return admitted[0];
  }

  void down(String address) {
    counts.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
  }
}
