package chat.tertulia.auth.domain;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps one address from taking all of a bounded resource: some of it stays free for others.
 * Belongs to one verticle instance.
 */
public final class FairShare {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final int most;

  /** Work running by address; addresses without any are not held. */
  private final Map<String, Integer> running = new HashMap<>();

  /**
   * @param most pieces of work one address may have under way
   */
  public FairShare(int most) {
    this.most = most;
  }

  /** Does the work, or fails with {@code overloaded} if the address has its share already. */
  <T> Future<T> within(String address, Supplier<Future<T>> work) {
    String network = SignInBackoff.network(address);
    if (running.getOrDefault(network, 0) >= most) {
      return Future.failedFuture(
          Problem.retry(
              ErrorCode.OVERLOADED, "too many requests of this address are waiting", RETRY_AFTER));
    }
    running.merge(network, 1, Integer::sum);
    return work.get()
        .onComplete(done -> running.computeIfPresent(network, (n, c) -> c == 1 ? null : c - 1));
  }

  int addresses() {
    return running.size();
  }
}
