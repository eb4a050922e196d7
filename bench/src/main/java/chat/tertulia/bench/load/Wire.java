package chat.tertulia.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Client frames as bytes. They are masked with a zero key, which RFC 6455 allows and which leaves
 * the text as it is, so that a frame made once can be sent again with a few digits changed.
 */
public final class Wire {
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_16 = 126;
  private static final int MAX_LENGTH = 0xFFFF;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Wire() {}

  /** A text frame of ASCII text. */
  public static byte[] text(String payload) {
    return frame(FINAL_TEXT, payload.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] pong(byte[] payload) {
    return frame(FINAL_PONG, payload);
  }

  private static byte[] frame(int first, byte[] payload) {
    if (payload.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a frame of " + payload.length + " bytes");
    }
    boolean isShort = payload.length <= SHORT_LENGTH;
    byte[] frame = new byte[(isShort ? 6 : 8) + payload.length];
    frame[0] = (byte) first;
    if (isShort) {
      frame[1] = (byte) (MASKED | payload.length);
    } else {
      frame[1] = (byte) (MASKED | LENGTH_16);
      frame[2] = (byte) (payload.length >>> 8);
      frame[3] = (byte) payload.length;
    }
    System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
    return frame;
  }

  /** The text as SockJS sends it: an array of one string. */
  public static String sockJs(String message) {
    return "[\"" + escape(message) + "\"]";
  }

  /** JSON inside a JSON string. */
  public static String escape(String json) {
    return json.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Writes a number in hexadecimal with leading zeros. */
  static void hex(byte[] target, int at, long value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      target[at + i] = HEX[(int) (value & 15)];
      value >>>= 4;
    }
  }

  /** Writes a number in decimal; it must have exactly that many digits. */
  static void decimal(byte[] target, int at, long value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      target[at + i] = (byte) ('0' + value % 10);
      value /= 10;
    }
  }

  /** Every place where a text stands in a frame. */
  static int[] places(byte[] frame, String wanted) {
    byte[] bytes = wanted.getBytes(StandardCharsets.US_ASCII);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i <= frame.length - bytes.length; i++) {
      if (Arrays.equals(frame, i, i + bytes.length, bytes, 0, bytes.length)) {
        found.add(i);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }
}
