package chat.tertulia.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/**
 * Complete WebSocket frames (RFC 6455 section 5.2) as bytes, so that the same bytes can go to any
 * number of sockets without passing an encoder again. Frames from a server are not masked.
 */
public final class WebSocketBytes {
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final int FINAL_PING = 0x89;
  private static final int FINAL_PONG = 0x8A;
  private static final int LONGEST_HEADER = 10;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private WebSocketBytes() {}

  /** One text frame; the caller owns the buffer. */
  public static ByteBuf text(String payload) {
    ByteBuf out =
        PooledByteBufAllocator.DEFAULT.directBuffer(LONGEST_HEADER + payload.length() + 16);
    appendText(out, payload);
    return out;
  }

  /** Several text frames behind one another; the caller owns the buffer. */
  public static ByteBuf texts(List<String> payloads) {
    int size = 0;
    for (String payload : payloads) {
      size += payload.length() + LONGEST_HEADER + 16;
    }
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size);
    for (String payload : payloads) {
      appendText(out, payload);
    }
    return out;
  }

  /** An empty ping; the caller owns the buffer. */
  public static ByteBuf ping() {
    return PooledByteBufAllocator.DEFAULT.directBuffer(2).writeByte(FINAL_PING).writeByte(0);
  }

  /** The answer to a ping, of at most 125 bytes; the caller owns the buffer. */
  public static ByteBuf pong(ByteBuf payload) {
    int length = payload.readableBytes();
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(2 + length)
        .writeByte(FINAL_PONG)
        .writeByte(length)
        .writeBytes(payload);
  }

  /**
   * A close frame; the caller owns the buffer.
   *
   * @param reason at most 123 bytes in UTF-8
   */
  public static ByteBuf close(int code, String reason) {
    int length = 2 + ByteBufUtil.utf8Bytes(reason);
    assert length <= SHORT_LENGTH : "a control frame is short";
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(2 + length);
    out.writeByte(FINAL_CLOSE).writeByte(length).writeShort(code);
    ByteBufUtil.writeUtf8(out, reason);
    return out;
  }

  /** A close frame without a code; the caller owns the buffer. */
  public static ByteBuf close() {
    return PooledByteBufAllocator.DEFAULT.directBuffer(2).writeByte(FINAL_CLOSE).writeByte(0);
  }

  private static void appendText(ByteBuf out, String payload) {
    int length = ByteBufUtil.utf8Bytes(payload);
    out.writeByte(FINAL_TEXT);
    if (length <= SHORT_LENGTH) {
      out.writeByte(length);
    } else if (length <= 0xFFFF) {
      out.writeByte(LENGTH_16).writeShort(length);
    } else {
      out.writeByte(LENGTH_64).writeLong(length);
    }
    ByteBufUtil.reserveAndWriteUtf8(out, payload, length);
  }
}
