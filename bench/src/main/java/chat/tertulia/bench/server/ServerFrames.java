package chat.tertulia.bench.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** WebSocket frames as a server sends them, unmasked. */
final class ServerFrames {
  private static final int FINAL_TEXT = 0x81;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_16 = 126;

  private ServerFrames() {}

  /** One text frame of at most 64 KiB around a copy of the text. */
  static ByteBuf text(ByteBufAllocator allocator, ByteBuf text) {
    int length = text.readableBytes();
    ByteBuf frame = allocator.directBuffer(length + 4).writeByte(FINAL_TEXT);
    if (length <= SHORT_LENGTH) {
      frame.writeByte(length);
    } else {
      frame.writeByte(LENGTH_16).writeShort(length);
    }
    return frame.writeBytes(text);
  }
}
