package chat.tertulia.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * A message of one room as its sender writes it, encoded once; number and time are put into the
 * bytes at every send.
 *
 * <p>The text has placeholders: {@link #MARK} once, at the start of the content, and {@link #INDEX}
 * and {@link #SEQ} wherever the number of the message is wanted.
 */
public final class Post {
  /** Stands for the mark that the {@link Scanner} finds: {@code ~}, room, index, nanoseconds. */
  public static final String MARK = "~rrrriiiiiiiinnnnnnnnnnnnnnnn";

  /** Stands for the message's index, 8 hexadecimal digits. */
  public static final String INDEX = "@@@@@@@@";

  /** Stands for a decimal number that goes up by one a message, always of 10 digits. */
  public static final String SEQ = "##########";

  /** Stands for a reply address that the {@link Scanner} finds: {@code ^}, room, index. */
  public static final String REPLY = "^rrrr@@@@@@@@";

  static final int ROOM_DIGITS = 4;
  static final int INDEX_DIGITS = 8;
  static final int NANOS_DIGITS = 16;
  static final int SEQ_DIGITS = 10;
  static final long FIRST_SEQ = 1_000_000_000L;

  private final byte[] frame;
  private final int mark;
  private final int[] indices;
  private final int[] seqs;

  /**
   * A text frame of a WebSocket.
   *
   * @param room number of the room, below 65,536
   * @param payload already in the framing of the connection
   */
  public Post(int room, String payload) {
    this(room, Wire.text(payload));
  }

  /** Something else, of ASCII. */
  public static Post plain(int room, String text) {
    return new Post(room, text.getBytes(StandardCharsets.US_ASCII));
  }

  private Post(int room, byte[] bytes) {
    this.frame = bytes;
    int[] marks = Wire.places(frame, MARK);
    if (marks.length != 1) {
      throw new IllegalArgumentException("a post needs one mark");
    }
    this.mark = marks[0] + 1 + ROOM_DIGITS;
    for (int place : Wire.places(frame, "rrrr")) {
      Wire.hex(frame, place, room, ROOM_DIGITS);
    }
    this.indices = Wire.places(frame, INDEX);
    this.seqs = Wire.places(frame, SEQ);
  }

  /** The frame's bytes for one send; valid until the next call. */
  byte[] at(int index, long nanos) {
    Wire.hex(frame, mark, index, INDEX_DIGITS);
    Wire.hex(frame, mark + INDEX_DIGITS, nanos, NANOS_DIGITS);
    for (int place : indices) {
      Wire.hex(frame, place, index, INDEX_DIGITS);
    }
    for (int place : seqs) {
      Wire.decimal(frame, place, FIRST_SEQ + index, SEQ_DIGITS);
    }
    return frame;
  }

  /** Content of that many characters that begins with the mark. */
  public static String content(int chars) {
    var text = new StringBuilder(chars).append(MARK);
    String words = " the quick brown fox jumps over the lazy dog";
    while (text.length() < chars) {
      text.append(words, 0, Math.min(words.length(), chars - text.length()));
    }
    return text.toString();
  }
}
