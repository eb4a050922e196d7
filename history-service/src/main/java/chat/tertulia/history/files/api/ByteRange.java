package chat.tertulia.history.files.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that is asked for, RFC 9110 section 14. One range; a header with several or
 * with something else is as none.
 *
 * @param first first byte
 * @param last last byte, inclusive
 * @param partial whether it is an answer to a range
 * @param possible whether the file has any of it
 */
record ByteRange(long first, long last, boolean partial, boolean possible) {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  static ByteRange of(String header, long size) {
    Matcher range = header == null ? null : ONE.matcher(header.strip());
    if (range == null
        || !range.matches()
        || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new ByteRange(0, size - 1, false, true);
    }
    if (range.group(1).isEmpty()) {
      long length = Math.min(size, Long.parseLong(range.group(2)));
      return new ByteRange(size - length, size - 1, true, length > 0);
    }
    long first = Long.parseLong(range.group(1));
    boolean open = range.group(2).isEmpty();
    long last = open ? size - 1 : Long.parseLong(range.group(2));
    if (last < first && !open) {
      return new ByteRange(0, size - 1, false, true);
    }
    return new ByteRange(first, Math.min(last, size - 1), true, first < size);
  }

  long length() {
    return last - first + 1;
  }
}
