package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.WebSocketReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Puts the parts of a WebSocket's messages together to texts, strictly. Binary messages are read as
 * text too, since some clients send nothing else.
 */
final class TextAssembly {
  /** Parts of a message smaller than this, in bytes, count against the rate like messages. */
  static final int SMALLEST_PART = 1_024;

  private ByteBuf gathered;

  /**
   * What a part led to.
   *
   * @param text the message that is complete with it, or null
   * @param fault why the socket must be closed, or null
   */
  record Outcome(String text, CloseCode fault) {
    private static final Outcome MORE = new Outcome(null, null);
  }

  /** Takes the next part. */
  Outcome add(ByteBuf part, boolean last, ByteBufAllocator allocator) {
    int before = gathered == null ? 0 : gathered.readableBytes();
    if (before + part.readableBytes() > Reception.MAX_FRAME_BYTES) {
      drop();
      return new Outcome(null, CloseCode.TOO_BIG);
    }
    if (last && gathered == null) {
      return text(part);
    }
    if (gathered == null) {
      gathered = allocator.buffer(part.readableBytes());
    }
    gathered.writeBytes(part);
    if (!last) {
      return Outcome.MORE;
    }
    try {
      return text(gathered);
    } finally {
      drop();
    }
  }

  private static Outcome text(ByteBuf bytes) {
    String text = WebSocketReader.text(bytes);
    return text == null ? new Outcome(null, CloseCode.NOT_TEXT) : new Outcome(text, null);
  }

  /** Lets go of what has no end yet. */
  void drop() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
