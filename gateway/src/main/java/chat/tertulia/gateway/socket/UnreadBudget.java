package chat.tertulia.gateway.socket;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits unread on all sockets of this process together, against one bound. Each socket has a
 * bound of its own; thousands of them that stop reading at once have this one. For any thread.
 */
public final class UnreadBudget {
  private final long limit;
  private final AtomicLong total = new AtomicLong();
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

  /** Counts bytes that came or went. */
  void count(long change) {
    if (total.addAndGet(change) > limit && change > 0) {
      keep();
    }
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
    return total.get() > limit;
  }

  /** Bytes waiting now. */
  public long total() {
    return total.get();
  }
}
