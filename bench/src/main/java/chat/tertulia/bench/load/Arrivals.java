package chat.tertulia.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Lets sockets in, so many at a time, and knows when all are live. Lives on the loop. */
final class Arrivals {
  private final Bootstrap bootstrap;
  private final ArrayDeque<Link> waiting = new ArrayDeque<>();
  private CompletableFuture<Void> allLive = CompletableFuture.completedFuture(null);
  private int underWay;
  private int atOnce;
  private int missing;

  private Arrivals(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  static Arrivals on(MultiThreadIoEventLoopGroup group) {
    Class<? extends Channel> kind = EpollSocketChannel.class;
    return new Arrivals(
        new Bootstrap().group(group).channel(kind).option(ChannelOption.TCP_NODELAY, true));
  }

  static MultiThreadIoEventLoopGroup newLoop() {
    return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }

  /** Begins to connect all of them. */
  void admit(List<? extends Link> links, int most) {
    allLive = new CompletableFuture<>();
    missing = links.size();
    atOnce = most;
    underWay = 0;
    waiting.addAll(links);
    next();
  }

  private void next() {
    while (underWay < atOnce && !waiting.isEmpty()) {
      Link link = waiting.poll();
      underWay++;
      bootstrap
          .clone()
          .handler(link)
          .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port()))
          .addListener(
              done -> {
                if (!done.isSuccess()) {
                  link.lost("cannot connect: " + done.cause());
                }
              });
    }
  }

  /** One of them is in. */
  void oneIsLive() {
    underWay--;
    missing--;
    next();
    if (missing == 0) {
      allLive.complete(null);
    }
  }

  void fail(RuntimeException reason) {
    allLive.completeExceptionally(reason);
  }

  /** Done when all of the latest admission are in. */
  CompletableFuture<Void> allLive() {
    return allLive;
  }

  int missing() {
    return missing;
  }
}
