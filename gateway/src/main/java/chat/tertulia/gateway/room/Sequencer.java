package chat.tertulia.gateway.room;

import chat.tertulia.shared.contract.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts a room's entries in order whatever order, how often and with what holes they arrive. Pure:
 * no clock, no bus, no callback.
 *
 * <p>Until it has a position it only holds. An entry that would leave a hole is held until the hole
 * is filled; when too many are held the newest are forgotten, since the number that must be reached
 * is remembered anyway.
 */
public class Sequencer {
  /** Entries held behind a hole at most. */
  public static final int MAX_HELD = 512;

  /** What to do after an arrival. */
  public sealed interface Step {
    /** Pass these on, ascending without holes. */
    record Deliver(List<LogEntry> entries) implements Step {}

    /** A hole is open behind the position. */
    record Wait() implements Step {}

    /** Nothing new. */
    record Ignore() implements Step {}
  }

  private static final long NOWHERE = -1;

  private final TreeMap<Long, LogEntry> held = new TreeMap<>();
  private long last = NOWHERE;
  private long highest = NOWHERE;

  /** An entry arrived. */
  public Step accept(LogEntry entry) {
    highest = Math.max(highest, entry.seq());
    if (entry.seq() <= last) {
      return new Step.Ignore();
    }
    if (last == NOWHERE || entry.seq() > last + 1) {
      hold(entry);
      return new Step.Wait();
    }
    held.put(entry.seq(), entry);
    return deliver();
  }

  /** The room is known to have reached this number. */
  public Step reach(long head) {
    highest = Math.max(highest, head);
    return hasHole() ? new Step.Wait() : new Step.Ignore();
  }

  /** Everything up to this number is passed on by other means; go on from there. */
  public Step start(long position) {
    last = position;
    highest = Math.max(highest, position);
    held.headMap(position, true).clear();
    return deliver();
  }

  public boolean hasPosition() {
    return last != NOWHERE;
  }

  /** The number passed on last. */
  public long last() {
    return last;
  }

  /** The highest number heard of. */
  public long highest() {
    return highest;
  }

  /** Whether something is known to be missing. */
  public boolean hasHole() {
    return last != NOWHERE && highest > last;
  }

  private Step deliver() {
    var ready = new ArrayList<LogEntry>();
    while (!held.isEmpty() && held.firstKey() == last + 1) {
      ready.add(held.pollFirstEntry().getValue());
      last++;
    }
    if (!ready.isEmpty()) {
      return new Step.Deliver(ready);
    }
    return hasHole() ? new Step.Wait() : new Step.Ignore();
  }

  private void hold(LogEntry entry) {
    held.put(entry.seq(), entry);
    if (held.size() > MAX_HELD) {
      held.pollLastEntry();
    }
  }
}
