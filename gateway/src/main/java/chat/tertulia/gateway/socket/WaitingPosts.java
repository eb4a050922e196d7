package chat.tertulia.gateway.socket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the posts of all sockets of this process hold until they are answered, against one bound:
 * each socket has a bound of its own, and there are thousands. For any thread.
 */
public final class WaitingPosts {
  private final long limit;
  private final AtomicLong total = new AtomicLong();

  /**
   * @param limit in bytes
   */
  public WaitingPosts(long limit) {
    this.limit = limit;
  }

  /** Counts a post that comes; false, and not counted, when there is no room for it. */
  boolean take(long bytes) {
    if (total.addAndGet(bytes) > limit) {
      total.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** A post has its answer. */
  void give(long bytes) {
    total.addAndGet(-bytes);
  }

  /** Bytes held now. */
  long total() {
    return total.get();
  }
}
