package chat.tertulia.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A WebSocket client by RFC 6455, without extensions and fragments. */
abstract class WebSocketLink extends Link {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);
  private static final int OPCODE = 0x0F;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final String path;
  private boolean upgraded;

  WebSocketLink(Scratch scratch, int port, String path) {
    super(scratch, port);
    this.path = path;
  }

  /** The handshake was answered. */
  abstract void opened();

  /** A text frame; the bytes are valid during the call. */
  abstract void text(byte[] bytes, int from, int to);

  @Override
  final void connected() {
    String request =
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: " + KEY,
            "Sec-WebSocket-Version: 13",
            "",
            "");
    write(request.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  final int take(byte[] bytes, int size) {
    int at = 0;
    if (!upgraded) {
      at = headEnd(bytes, 0, size);
      if (at < 0) {
        return 0;
      }
      String head = new String(bytes, 0, at, StandardCharsets.US_ASCII);
      if (!head.startsWith("HTTP/1.1 101")) {
        lost("refused: " + head.lines().findFirst().orElse(""));
        return size;
      }
      upgraded = true;
      opened();
    }
    return frames(bytes, at, size);
  }

  private int frames(byte[] bytes, int start, int size) {
    int at = start;
    while (at + 2 <= size) {
      int shortLength = bytes[at + 1] & LENGTH;
      int more = shortLength == LENGTH_16 ? 2 : shortLength == LENGTH_64 ? 8 : 0;
      int from = at + 2 + more;
      if (from > size) {
        break;
      }
      long length = more == 0 ? shortLength : number(bytes, at + 2, from);
      if (from + length > size) {
        break;
      }
      int to = (int) (from + length);
      frame(bytes[at] & OPCODE, bytes, from, to);
      at = to;
    }
    return at;
  }

  private static long number(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }

  private void frame(int opcode, byte[] bytes, int from, int to) {
    if (opcode == TEXT) {
      text(bytes, from, to);
    } else if (opcode == PING) {
      write(Wire.pong(Arrays.copyOfRange(bytes, from, to)));
    } else if (opcode == CLOSE) {
      lost("closed with " + (to - from >= 2 ? number(bytes, from, from + 2) : 0));
    } else {
      lost("a frame of kind " + opcode);
    }
  }
}
