package chat.tertulia.bench.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds what matters in the text of a server's frame without parsing it, in one pass: marks of
 * messages, their sequence numbers, and reply addresses. Framing and escapes make no difference,
 * because none of what it looks for needs any.
 */
final class Scanner {
  static final long NO_SEQ = -1;

  /** What is found, in the order of the text. */
  interface Finds {
    /**
     * @param seq the number before the mark, or {@link #NO_SEQ}
     * @param nanos when it was sent
     */
    void message(int room, int index, long nanos, long seq);

    /**
     * @param failed true when the reply is a failure
     */
    void reply(int room, int index, boolean failed);
  }

  private static final int MARK_DIGITS = Post.ROOM_DIGITS + Post.INDEX_DIGITS + Post.NANOS_DIGITS;

  private static final int REPLY_DIGITS = Post.ROOM_DIGITS + Post.INDEX_DIGITS;

  /** How far before a reply address its frame's type stands at most, in bytes. */
  private static final int LOOK_BACK = 40;

  /** Eight bytes at once: most of a text is of no interest. */
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long MARKS = ONES * '~';
  private static final long REPLIES = ONES * '^';
  private static final long LAST_OF_SEQ = ONES * 'q';

  private Scanner() {}

  /** Scans a text; true if it held anything. */
  static boolean scan(byte[] text, int from, int to, Finds finds) {
    boolean found = false;
    long seq = NO_SEQ;
    int at = next(text, from, to);
    while (at < to) {
      byte c = text[at++];
      if (c == 'q') {
        if (at - 3 >= from && text[at - 2] == 'e' && text[at - 3] == 's') {
          seq = numberAfter(text, at, to);
        }
      } else if (c == '~' && at + MARK_DIGITS <= to) {
        int room = (int) hex(text, at, Post.ROOM_DIGITS);
        at += Post.ROOM_DIGITS;
        int index = (int) hex(text, at, Post.INDEX_DIGITS);
        at += Post.INDEX_DIGITS;
        finds.message(room, index, hex(text, at, Post.NANOS_DIGITS), seq);
        at += Post.NANOS_DIGITS;
        seq = NO_SEQ;
        found = true;
      } else if (c == '^' && at + REPLY_DIGITS <= to) {
        boolean failed = isFailure(text, from, at);
        int room = (int) hex(text, at, Post.ROOM_DIGITS);
        at += Post.ROOM_DIGITS;
        finds.reply(room, (int) hex(text, at, Post.INDEX_DIGITS), failed);
        at += Post.INDEX_DIGITS;
        found = true;
      }
      at = next(text, at, to);
    }
    return found;
  }

  /** The next place where one of the three bytes stands that begin something, or where it ends. */
  private static int next(byte[] text, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = (long) WORDS.get(text, at);
      long hits = zeros(word ^ MARKS) | zeros(word ^ REPLIES) | zeros(word ^ LAST_OF_SEQ);
      if (hits != 0) {
        return at + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      }
      at += Long.BYTES;
    }
    while (at < to && text[at] != '~' && text[at] != '^' && text[at] != 'q') {
      at++;
    }
    return at;
  }

  /** The highest bit of each byte that is zero; of bytes above such a one too, at times. */
  private static long zeros(long word) {
    return (word - ONES) & ~word & (ONES << (Byte.SIZE - 1));
  }

  private static boolean isFailure(byte[] text, int from, int at) {
    for (int i = Math.max(from, at - LOOK_BACK); i + 3 <= at; i++) {
      if (text[i] == 'e' && text[i + 1] == 'r' && text[i + 2] == 'r') {
        return true;
      }
    }
    return false;
  }

  private static long numberAfter(byte[] text, int at, int to) {
    int i = at;
    while (i < to && (text[i] == '"' || text[i] == '\\' || text[i] == ':')) {
      i++;
    }
    long number = 0;
    int first = i;
    while (i < to && text[i] >= '0' && text[i] <= '9') {
      number = number * 10 + (text[i] - '0');
      i++;
    }
    return i == first ? NO_SEQ : number;
  }

  private static long hex(byte[] text, int at, int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int c = text[at + i];
      value = (value << 4) | (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
  }
}
