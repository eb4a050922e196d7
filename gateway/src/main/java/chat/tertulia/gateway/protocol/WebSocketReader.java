package chat.tertulia.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Reads the frames of one WebSocket client from its bytes (RFC 6455, no extensions). It keeps
 * nothing but what has come of a frame that is not complete: an idle socket holds no buffer, and a
 * length that is too long is refused before anything is kept for it. Belongs to one loop.
 */
public final class WebSocketReader {
  /** The code of a close frame that names none (RFC 6455 section 7.1.5). */
  public static final int NO_CODE = 1005;

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MASK_BYTES = 4;
  private static final int CONTROL = 0x8;
  private static final int CONTINUATION = 0x0;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  /** Why a client is not listened to any more. */
  public enum Fault {
    /** Against RFC 6455. */
    PROTOCOL,
    /** A frame longer than allowed. */
    TOO_BIG,
    /** Text that is not UTF-8. */
    NOT_TEXT
  }

  /** Takes what was read. Buffers are valid during the call, and already unmasked. */
  public interface Sink {
    /** A message, or a part of one; text and binary alike. */
    void part(ByteBuf payload, boolean last);

    void ping(ByteBuf payload);

    void pong();

    /** The client closes, with this code or {@link #NO_CODE}; nothing follows. */
    void close(int code);

    /** The client broke off the protocol; nothing follows. */
    void broken(Fault fault);
  }

  private final Sink sink;
  private final int maxPayload;
  private ByteBuf kept;
  private boolean inMessage;
  private boolean paused;
  private boolean ended;

  /**
   * @param maxPayload longest frame, in bytes
   */
  public WebSocketReader(Sink sink, int maxPayload) {
    this.sink = sink;
    this.maxPayload = maxPayload;
  }

  /** Reads on; takes the buffer over. */
  public void read(ByteBuf bytes, ByteBufAllocator allocator) {
    if (kept == null) {
      go(bytes, false, allocator);
    } else {
      ByteBuf whole = kept;
      kept = null;
      try {
        whole.discardSomeReadBytes().writeBytes(bytes);
      } finally {
        bytes.release();
      }
      go(whole, true, allocator);
    }
  }

  /** What comes is kept until {@link #resume}: the caller stops reading from the network too. */
  public void pause() {
    paused = true;
  }

  public boolean isPaused() {
    return paused;
  }

  /** Goes on with what was kept. */
  public void resume(ByteBufAllocator allocator) {
    paused = false;
    if (kept != null) {
      ByteBuf whole = kept;
      kept = null;
      go(whole, true, allocator);
    }
  }

  /** Lets go of everything: nothing more will be read. */
  public void end() {
    ended = true;
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }

  /**
   * @param own whether the buffer is one that was kept, and not the network's
   */
  private void go(ByteBuf bytes, boolean own, ByteBufAllocator allocator) {
    try {
      boolean more = true;
      while (more && !paused && !ended) {
        more = next(bytes);
      }
    } finally {
      // Also when the sink throws: what came behind the frame it failed at is not lost.
      keep(bytes, own, allocator);
    }
  }

  /**
   * A kept buffer goes on to be used as long as it is not mostly empty: copied at each byte that
   * comes, a frame would cost the square of its length.
   */
  private void keep(ByteBuf bytes, boolean own, ByteBufAllocator allocator) {
    int rest = bytes.readableBytes();
    if (ended || rest == 0) {
      bytes.release();
    } else if (own && rest > bytes.capacity() / 4) {
      kept = bytes;
    } else {
      // What came in a receive buffer is copied out of it, which is larger.
      kept = allocator.buffer(rest).writeBytes(bytes);
      bytes.release();
    }
  }

  /** Reads one frame if it is complete. */
  private boolean next(ByteBuf in) {
    int at = in.readerIndex();
    int size = in.readableBytes();
    if (size < 2) {
      return false;
    }
    int first = in.getUnsignedByte(at);
    int second = in.getUnsignedByte(at + 1);
    if (isAgainstProtocol(first, second)) {
      return fail(Fault.PROTOCOL);
    }
    int lengthBytes = lengthBytes(second & LENGTH);
    int head = 2 + lengthBytes + MASK_BYTES;
    if (size < 2 + lengthBytes) {
      return false;
    }
    long length = length(in, at, second & LENGTH);
    if (length < 0) {
      return fail(Fault.PROTOCOL);
    }
    if (length > maxPayload) {
      return fail(Fault.TOO_BIG);
    }
    if (size < head + length) {
      return false;
    }
    int mask = in.getInt(at + head - MASK_BYTES);
    ByteBuf payload = in.skipBytes(head).readSlice((int) length);
    unmask(payload, mask);
    pass(first, payload);
    return true;
  }

  private boolean fail(Fault fault) {
    ended = true;
    sink.broken(fault);
    return false;
  }

  private boolean isAgainstProtocol(int first, int second) {
    int opcode = first & OPCODE;
    boolean last = (first & FINAL) != 0;
    boolean wrong = (first & RESERVED) != 0 || (second & MASKED) == 0;
    if (opcode >= CONTROL) {
      return wrong || opcode > PONG || !last || (second & LENGTH) >= LENGTH_16;
    }
    return wrong || opcode > BINARY || (opcode == CONTINUATION) != inMessage;
  }

  private static int lengthBytes(int shortLength) {
    return switch (shortLength) {
      case LENGTH_16 -> 2;
      case LENGTH_64 -> 8;
      default -> 0;
    };
  }

  /** The length, or less than 0 when it is not written in the shortest form. */
  private static long length(ByteBuf in, int at, int shortLength) {
    return switch (shortLength) {
      case LENGTH_16 -> {
        int length = in.getUnsignedShort(at + 2);
        yield length < LENGTH_16 ? -1 : length;
      }
      case LENGTH_64 -> {
        long length = in.getLong(at + 2);
        yield length <= 0xFFFF ? -1 : length;
      }
      default -> shortLength;
    };
  }

  private static void unmask(ByteBuf payload, int mask) {
    int at = payload.readerIndex();
    int end = payload.writerIndex();
    long twice = (long) mask << 32 | mask & 0xFFFFFFFFL;
    for (; at + 8 <= end; at += 8) {
      payload.setLong(at, payload.getLong(at) ^ twice);
    }
    for (int shift = 24; at < end; at++) {
      payload.setByte(at, payload.getByte(at) ^ mask >> shift);
      shift = shift == 0 ? 24 : shift - 8;
    }
  }

  private void pass(int first, ByteBuf payload) {
    boolean last = (first & FINAL) != 0;
    switch (first & OPCODE) {
      case PING -> sink.ping(payload);
      case PONG -> sink.pong();
      case CLOSE -> close(payload);
      default -> {
        inMessage = !last;
        sink.part(payload, last);
      }
    }
  }

  private void close(ByteBuf payload) {
    ended = true;
    if (!payload.isReadable()) {
      sink.close(NO_CODE);
    } else if (payload.readableBytes() < 2 || !mayBeSent(payload.getUnsignedShort(0))) {
      sink.broken(Fault.PROTOCOL);
    } else {
      int code = payload.readUnsignedShort();
      if (text(payload) == null) {
        sink.broken(Fault.NOT_TEXT);
      } else {
        sink.close(code);
      }
    }
  }

  /** Codes that may stand in a frame (RFC 6455 section 7.4 and the registry it set up). */
  private static boolean mayBeSent(int code) {
    return code >= 1000 && code <= 1003
        || code >= 1007 && code <= 1014
        || code >= 3000 && code < 5000;
  }

  /** The text that the bytes are in UTF-8, or null when they are none. */
  public static String text(ByteBuf bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    // The replacement character stands for what is no UTF-8, or was really sent.
    boolean sure = text.indexOf('\uFFFD') < 0;
    return sure || io.netty.buffer.ByteBufUtil.isText(bytes, StandardCharsets.UTF_8) ? text : null;
  }
}
