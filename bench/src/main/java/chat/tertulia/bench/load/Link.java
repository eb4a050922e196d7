package chat.tertulia.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** One WebSocket of the generator. Everything happens on the generator's loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, which is seen
abstract class Link extends ChannelInboundHandlerAdapter {
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);
  private static final int OPCODE = 0x0F;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final Scratch scratch;
  private final String path;
  private Channel channel;
  private byte[] rest;
  private boolean upgraded;

  /** Where all links of a loop lay the bytes they just read. */
  static final class Scratch {
    private byte[] bytes = new byte[1 << 18];

    private byte[] ofAtLeast(int size) {
      if (bytes.length < size) {
        bytes = Arrays.copyOf(bytes, Integer.highestOneBit(size) << 1);
      }
      return bytes;
    }
  }

  Link(Scratch scratch, String path) {
    this.scratch = scratch;
    this.path = path;
  }

  /** The handshake was answered. */
  abstract void opened();

  /** A text frame; the bytes are valid during the call. */
  abstract void text(byte[] bytes, int from, int to);

  /** The other side ended it, or never let it in. */
  abstract void lost(String reason);

  final void write(byte[] frame) {
    channel.writeAndFlush(
        channel.alloc().buffer(frame.length).writeBytes(frame), channel.voidPromise());
  }

  final boolean isOpen() {
    return upgraded && channel.isActive();
  }

  final Channel channel() {
    return channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: "
            + KEY
            + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
    write(request.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    int kept = rest == null ? 0 : rest.length;
    int size = kept + in.readableBytes();
    byte[] bytes = scratch.ofAtLeast(size);
    if (kept > 0) {
      System.arraycopy(rest, 0, bytes, 0, kept);
    }
    in.readBytes(bytes, kept, size - kept);
    in.release();
    int at = upgraded ? 0 : handshake(bytes, size);
    if (upgraded) {
      at = frames(bytes, at, size);
    }
    rest = at == size ? null : Arrays.copyOfRange(bytes, at, size);
  }

  /** Where the answer's head ends; 0 while it is incomplete. */
  private int handshake(byte[] bytes, int size) {
    for (int i = 0; i + HEAD_END.length <= size; i++) {
      if (Arrays.equals(bytes, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
        String head = new String(bytes, 0, i, StandardCharsets.US_ASCII);
        if (!head.startsWith("HTTP/1.1 101")) {
          lost("refused: " + head.lines().findFirst().orElse(""));
          channel.close();
          return size;
        }
        upgraded = true;
        opened();
        return i + HEAD_END.length;
      }
    }
    return 0;
  }

  private int frames(byte[] bytes, int start, int size) {
    int at = start;
    while (at + 2 <= size) {
      int from = at + 2;
      long length = bytes[at + 1] & LENGTH;
      if (length == LENGTH_16) {
        from += 2;
        if (from > size) {
          break;
        }
        length = (bytes[at + 2] & 0xFFL) << 8 | (bytes[at + 3] & 0xFFL);
      } else if (length == LENGTH_64) {
        from += 8;
        if (from > size) {
          break;
        }
        length = 0;
        for (int i = at + 2; i < from; i++) {
          length = length << 8 | (bytes[i] & 0xFF);
        }
      }
      if (from + length > size) {
        break;
      }
      int to = (int) (from + length);
      frame(bytes[at] & OPCODE, bytes, from, to);
      at = to;
    }
    return at;
  }

  private void frame(int opcode, byte[] bytes, int from, int to) {
    if (opcode == TEXT) {
      text(bytes, from, to);
    } else if (opcode == PING) {
      write(Wire.pong(Arrays.copyOfRange(bytes, from, to)));
    } else if (opcode == CLOSE) {
      int code = to - from >= 2 ? (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF) : 0;
      lost("closed with " + code);
      channel.close();
    } else {
      lost("a frame of kind " + opcode);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lost("connection ended");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lost(cause.toString());
    context.close();
  }
}
