package chat.tertulia.testkit.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a server holds at a moment.
 *
 * @param counts sockets, rooms, whatever is counted, by name
 * @param heapBytes live bytes, measured after a full collection
 */
public record Usage(Map<String, Long> counts, long heapBytes) {
  public Usage {
    counts = Map.copyOf(counts);
  }

  /**
   * How this exceeds what there was before anybody came.
   *
   * @param heapSlackBytes what caches, pools and code that ran for the first time may keep
   */
  public List<Violation> above(Usage base, long heapSlackBytes) {
    var found = new ArrayList<Violation>();
    for (String name : new TreeSet<>(counts.keySet())) {
      long was = base.counts().getOrDefault(name, 0L);
      if (counts.get(name) > was) {
        found.add(
            new Violation(
                Invariant.BACK_AT_BASE, name + " is " + counts.get(name) + " and was " + was));
      }
    }
    if (heapBytes > base.heapBytes() + heapSlackBytes) {
      found.add(
          new Violation(
              Invariant.BACK_AT_BASE,
              "the heap holds " + heapBytes + " bytes and held " + base.heapBytes()));
    }
    return found;
  }
}
