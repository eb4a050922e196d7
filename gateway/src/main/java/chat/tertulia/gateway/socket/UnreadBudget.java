package chat.tertulia.gateway.socket;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What waits unread on all sockets of this process together, against one bound. Each socket has a
 * bound of its own; thousands of them that stop reading at once have this one. For any thread.
 *
 * <p>It keeps no sum of its own, which could drift: each loop says what its sockets hold.
 */
public final class UnreadBudget {
  private final long limit;
  private final List<Backlog> backlogs = new CopyOnWriteArrayList<>();

  /**
   * @param limit in bytes
   */
  public UnreadBudget(long limit) {
    this.limit = limit;
  }

  void add(Backlog backlog) {
    backlogs.add(backlog);
  }

  /** Past the bound the loop with the fullest socket cuts it. */
  void keep() {
    if (isExceeded()) {
      fullest().relieveSoon();
    }
  }

  Backlog fullest() {
    return backlogs.stream().max(Comparator.comparingLong(Backlog::fullest)).orElseThrow();
  }

  boolean isExceeded() {
    return total() > limit;
  }

  /** Bytes waiting now. */
  public long total() {
    long total = 0;
    for (Backlog each : backlogs) {
      total += each.total();
    }
    return total;
  }
}
