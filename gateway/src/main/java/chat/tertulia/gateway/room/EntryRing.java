package chat.tertulia.gateway.room;

import chat.tertulia.shared.contract.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last entries of a room, so that a short absence is resumed without the database. */
final class EntryRing {
  /** Entries kept at most. */
  static final int MAX_ENTRIES = 256;

  /** Characters of JSON kept at most. */
  static final int MAX_CHARS = 128 * 1024;

  private final ArrayDeque<LogEntry> entries = new ArrayDeque<>();
  private int chars;

  void add(LogEntry entry) {
    entries.addLast(entry);
    chars += entry.json().length();
    while (entries.size() > MAX_ENTRIES || (chars > MAX_CHARS && entries.size() > 1)) {
      chars -= entries.removeFirst().json().length();
    }
  }

  /** Whether every entry after this number up to the newest is here. */
  boolean covers(long after, long newest) {
    return after >= newest || (!entries.isEmpty() && entries.getFirst().seq() <= after + 1);
  }

  /** The entries after a number. */
  List<LogEntry> after(long after) {
    var found = new ArrayList<LogEntry>();
    for (LogEntry entry : entries) {
      if (entry.seq() > after) {
        found.add(entry);
      }
    }
    return found;
  }
}
