package chat.tertulia.history.search.domain;

import java.util.stream.Collectors;

/** Keys of windows as an array of PostgreSQL. */
public final class WindowKeys {
  private WindowKeys() {}

  public static String of(int level, long last) {
    return Windows.ending(level, last).keys().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(",", "{", "}"));
  }
}
