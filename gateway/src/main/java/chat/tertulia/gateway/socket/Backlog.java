package chat.tertulia.gateway.socket;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The sockets of one loop that have not read all they were sent. Only these are looked at, so that
 * a socket that keeps up costs a comparison. Touched on its loop, where not said otherwise.
 */
final class Backlog {
  /** A socket's queue of bytes. */
  interface Queue {
    long pendingBytes();

    /** What was counted of it last. */
    long counted();

    void counted(long bytes);

    /** Ends the connection at once and frees what waits. */
    void cut();
  }

  private final UnreadBudget budget;
  private final Executor loop;
  private final Set<Queue> behind = new LinkedHashSet<>();
  private final AtomicBoolean relieving = new AtomicBoolean();
  private volatile long fullest;
  private volatile long total;

  Backlog(UnreadBudget budget, Executor loop) {
    this.budget = budget;
    this.loop = loop;
    budget.add(this);
  }

  /** Counts what waits on a socket now. */
  void count(Queue queue) {
    long now = queue.pendingBytes();
    long before = queue.counted();
    if (now == before) {
      return;
    }
    queue.counted(now);
    if (now == 0) {
      behind.remove(queue);
    } else {
      behind.add(queue);
      fullest = Math.max(fullest, now);
    }
    long sum = total + now - before;
    total = sum;
    if (now > before) {
      budget.keep();
    }
  }

  /** Counts again what has been read since. */
  void recount() {
    List.copyOf(behind).forEach(this::count);
    fullest = behind.stream().mapToLong(Queue::counted).max().orElse(0);
    total = behind.stream().mapToLong(Queue::counted).sum();
  }

  /** What its sockets hold together as last counted, in bytes. Any thread. */
  long total() {
    return total;
  }

  /** The longest queue as last seen, in bytes. Any thread. */
  long fullest() {
    return fullest;
  }

  /** Cuts the fullest sockets until the budget is kept, soon. Any thread. */
  void relieveSoon() {
    if (relieving.compareAndSet(false, true)) {
      loop.execute(this::relieve);
    }
  }

  private void relieve() {
    relieving.set(false);
    recount();
    if (budget.isExceeded() && budget.fullest() == this) {
      behind.stream().max(Comparator.comparingLong(Queue::counted)).ifPresent(this::cut);
    }
    // While it is not enough, whoever has the fullest by now is next.
    budget.keep();
  }

  private void cut(Queue queue) {
    queue.cut();
    // Counted as gone whatever becomes of it, so that nobody is cut twice for the same bytes.
    behind.remove(queue);
    queue.counted(0);
    recount();
  }

  int size() {
    return behind.size();
  }
}
