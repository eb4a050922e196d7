package chat.tertulia.history.search.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The windows of time a search goes through, newest first, each about 16 times as long as the one
 * before. A frequent word fills a page within a short window; when a page is not full after a
 * window, what is looked for is so rare that the next one holds few matches too. So what a search
 * visits is bounded by its page, not by how often a word occurs.
 */
final class Windows {
  /** Lengths as powers of two of a millisecond; {@code history.find_keys} has the same. */
  static final int[] SHIFTS = {15, 19, 23, 27, 31, 35};

  private static final int LEVEL_SHIFT = 56;

  /**
   * One window.
   *
   * @param keys those of the index; a message in the window has one of them
   * @param from where it begins, in milliseconds since 1970; 0 for the last
   */
  record Window(List<Long> keys, long from) {}

  private Windows() {}

  /** How many there are. */
  static int count() {
    return SHIFTS.length + 1;
  }

  /**
   * The window of a level that ends with a time.
   *
   * @param level 0 for the shortest
   * @param last last millisecond of it
   */
  static Window ending(int level, long last) {
    if (level == SHIFTS.length) {
      int top = level - 1;
      List<Long> all =
          LongStream.rangeClosed(0, last >> SHIFTS[top]).mapToObj(b -> key(top, b)).toList();
      return new Window(all, 0);
    }
    long bucket = Math.max(1, last >> SHIFTS[level]);
    return new Window(
        List.of(key(level, bucket), key(level, bucket - 1)), (bucket - 1) << SHIFTS[level]);
  }

  /** The same window and whatever came after it. */
  static Window open(int level, long last) {
    Window window = ending(level, last);
    var keys = new ArrayList<>(window.keys());
    keys.add(key(level, (last >> SHIFTS[level]) + 1));
    return new Window(keys, window.from());
  }

  private static Long key(int level, long bucket) {
    return (long) level << LEVEL_SHIFT | bucket;
  }
}
