package chat.tertulia.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.Arrays;

/**
 * One connection of the generator, as bytes in and out. Everything happens on the generator's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, which is seen
abstract class Link extends ChannelInboundHandlerAdapter {
  private final Scratch scratch;
  private final int port;
  private Channel channel;
  private byte[] rest;
  private boolean leaving;

  /** Where all links of a loop lay the bytes they just read. */
  static final class Scratch {
    private static final int SIZE = 1 << 18;

    private byte[] bytes = new byte[SIZE];

    private byte[] ofAtLeast(int size) {
      if (bytes.length < size) {
        bytes = Arrays.copyOf(bytes, Integer.highestOneBit(size) << 1);
      }
      return bytes;
    }
  }

  Link(Scratch scratch, int port) {
    this.scratch = scratch;
    this.port = port;
  }

  /** The TCP connection is there. */
  abstract void connected();

  /**
   * Takes what it can of the bytes that have come; they are valid during the call.
   *
   * @return where the bytes begin that it could not take yet
   */
  abstract int take(byte[] bytes, int size);

  /** The other side ended it, or never let it in. Called once. */
  abstract void fell(String reason);

  final int port() {
    return port;
  }

  final void write(byte[] bytes) {
    ByteBuf out = channel.alloc().buffer(bytes.length).writeBytes(bytes);
    channel.writeAndFlush(out, channel.voidPromise());
  }

  /** Cuts the connection without a word. */
  final void cut() {
    leaving = true;
    if (channel != null && channel.isActive()) {
      // A reset leaves no port behind in TIME_WAIT.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }

  /** The connection is of no use any more. */
  final void lost(String reason) {
    if (!leaving) {
      cut();
      fell(reason);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    connected();
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
    int taken = take(bytes, size);
    rest = taken == size ? null : Arrays.copyOfRange(bytes, taken, size);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lost("connection ended");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lost(cause.toString());
  }

  /** Where the blank line that ends an HTTP head ends, or -1. */
  static int headEnd(byte[] bytes, int from, int size) {
    for (int i = from; i + 4 <= size; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
