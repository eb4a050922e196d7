package chat.tertulia.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The floor: Netty on epoll, which writes what one socket of a room sends to all sockets of that
 * room, as the same bytes, framed once. It knows nothing else and bounds nothing.
 *
 * <p>A text that begins with {@code J} and four characters joins the room of that name; {@code P},
 * four characters and a text sends the text to that room. Any other text is ignored.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what can't be written is dropped with its channel
public final class BareServer {
  private static final int MAX_MESSAGE = 64 * 1024;
  private static final int NAME_AT = 1;
  private static final int NAME_CHARS = 4;
  private static final int TEXT_AT = NAME_AT + NAME_CHARS;

  private final List<Loop> loops = new ArrayList<>();

  /** The sockets of one event loop, room by room. */
  private record Loop(EventLoop eventLoop, Map<String, List<Channel>> rooms) {
    /** Writes the frame to all and lets go of it. */
    void deliver(String room, ByteBuf frame) {
      List<Channel> members = rooms.getOrDefault(room, List.of());
      // Backwards, because a write that fails takes its channel out.
      for (int i = members.size() - 1; i >= 0; i--) {
        Channel each = members.get(i);
        ChannelHandlerContext first = each.pipeline().firstContext();
        first.write(frame.retainedDuplicate(), each.voidPromise());
        first.flush();
      }
      frame.release();
    }
  }

  private BareServer() {}

  public static void main(String[] arguments) throws Exception {
    Probe.start();
    Probe.ready(new BareServer().listen());
  }

  private int listen() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    var group = new MultiThreadIoEventLoopGroup(cores, EpollIoHandler.newFactory());
    for (int i = 0; i < cores; i++) {
      loops.add(new Loop((EventLoop) group.next(), new HashMap<>()));
    }
    Channel server =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerSocketChannel.class)
            .childHandler(new Initializer())
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  private Loop loopOf(Channel channel) {
    return loops.stream()
        .filter(l -> l.eventLoop().equals(channel.eventLoop()))
        .findFirst()
        .orElseThrow();
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MAX_MESSAGE))
          .addLast(new WebSocketServerProtocolHandler("/", null, false, MAX_MESSAGE, false, true))
          .addLast(new Socket());
    }
  }

  private final class Socket extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      ByteBuf text = frame.content();
      if (text.readableBytes() < TEXT_AT) {
        return;
      }
      byte verb = text.getByte(text.readerIndex());
      String room =
          text.toString(text.readerIndex() + NAME_AT, NAME_CHARS, StandardCharsets.US_ASCII);
      if (verb == 'J') {
        join(context.channel(), room);
      } else if (verb == 'P') {
        broadcast(context, room, text.skipBytes(TEXT_AT));
      }
    }

    private void join(Channel channel, String room) {
      List<Channel> members = loopOf(channel).rooms().computeIfAbsent(room, r -> new ArrayList<>());
      members.add(channel);
      channel.closeFuture().addListener(done -> members.remove(channel));
      channel.writeAndFlush(new TextWebSocketFrame("live"));
    }

    private void broadcast(ChannelHandlerContext context, String room, ByteBuf text) {
      ByteBuf whole = ServerFrames.text(context.alloc(), text);
      // One hold for each loop, and this one's own is let go at the end.
      for (Loop loop : loops) {
        whole.retain();
        if (loop.eventLoop().inEventLoop()) {
          loop.deliver(room, whole);
        } else {
          loop.eventLoop().execute(() -> loop.deliver(room, whole));
        }
      }
      whole.release();
    }
  }
}
