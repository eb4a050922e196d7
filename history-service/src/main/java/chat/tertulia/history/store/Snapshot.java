package chat.tertulia.history.store;

import chat.tertulia.shared.error.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a moment could see, as PostgreSQL writes it, {@code xmin:xmax:xip,…}: every transaction
 * before {@code xmax} that had ended, which is all of them but those listed.
 *
 * @param end the first transaction that had not begun
 * @param running those before it that had not ended, ascending
 */
record Snapshot(long end, List<Long> running) {
  /** Longest text accepted, in characters: some hundred transactions at once. */
  static final int MAX_CHARS = 32_768;

  private static final Pattern SHAPE =
      Pattern.compile("[0-9]{1,18}:([0-9]{1,18}):((?:[0-9]{1,18}(?:,[0-9]{1,18})*+)?)");

  /** An older process knows one number only: everything from it on may be new. */
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * @throws Problem when it is none
   */
  static Snapshot read(String text) {
    if (text.length() <= MAX_CHARS) {
      if (NUMBER.matcher(text).matches()) {
        return new Snapshot(Long.parseLong(text), List.of());
      }
      var parts = SHAPE.matcher(text);
      if (parts.matches()) {
        var snapshot = new Snapshot(Long.parseLong(parts.group(1)), numbers(parts.group(2)));
        if (snapshot.isPossible()) {
          return snapshot;
        }
      }
    }
    throw Problem.field("cursor", "must be one from an earlier answer");
  }

  private static List<Long> numbers(String list) {
    return list.isEmpty() ? List.of() : Arrays.stream(list.split(",")).map(Long::valueOf).toList();
  }

  private boolean isPossible() {
    long last = 0;
    for (long each : running) {
      if (each <= last) {
        return false;
      }
      last = each;
    }
    return last < end;
  }

  /** The same with a transaction and all later ones unseen. */
  Snapshot before(long transaction) {
    return new Snapshot(transaction, running.stream().filter(each -> each < transaction).toList());
  }

  String text() {
    long first = running.isEmpty() ? end : running.getFirst();
    String list = running.stream().map(String::valueOf).collect(Collectors.joining(","));
    return first + ":" + end + ":" + list;
  }
}
