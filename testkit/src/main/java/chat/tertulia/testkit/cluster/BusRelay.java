package chat.tertulia.testkit.cluster;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Stands before a member's event-bus port and knows where one message ends and the next begins, so
 * that single messages can be lost, doubled or late on a connection that stays whole. What the
 * members ask each other to learn whether a connection lives is passed as it is.
 */
public final class BusRelay implements AutoCloseable {
  private static final String PING = "__vertx.ping";
  private static final int LENGTH_BYTES = 4;
  private static final int AT_CODEC = LENGTH_BYTES + 1;
  private static final byte OWN_CODEC = -1;
  private static final int WAIT_SECONDS = 10;

  /** What becomes of messages. Called on one event loop, for each message in its order. */
  @FunctionalInterface
  public interface Weather {
    /**
     * @param address where the message goes, {@code feed.} and a number for entries
     * @param deliver to be called for what is to arrive, at once, later, twice or never
     */
    void carry(String address, Buffer message, Consumer<Buffer> deliver);
  }

  /** Everything arrives. */
  public static final Weather FAIR = (address, message, deliver) -> deliver.accept(message);

  private final Context loop;
  private final NetClient client;
  private final NetServer server;
  private final SocketAddress bus;
  private final AtomicLong carried = new AtomicLong();
  private volatile Weather weather = FAIR;

  BusRelay(Vertx vertx, String host, SocketAddress bus) {
    this.bus = bus;
    this.loop = vertx.getOrCreateContext();
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
    var listens = new java.util.concurrent.CompletableFuture<Void>();
    loop.runOnContext(
        v ->
            server
                .listen(0, host)
                .onSuccess(ok -> listens.complete(null))
                .onFailure(listens::completeExceptionally));
    listens.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  int port() {
    return server.actualPort();
  }

  /** From the next message on. */
  public void weather(Weather now) {
    weather = now;
  }

  /** Messages that came by so far. */
  public long carried() {
    return carried.get();
  }

  private void accept(NetSocket down) {
    down.pause();
    down.exceptionHandler(e -> {});
    client
        .connect(bus)
        .onFailure(e -> down.close())
        .onSuccess(
            up -> {
              up.exceptionHandler(e -> {});
              up.handler(down::write);
              up.closeHandler(v -> down.close());
              down.handler(new Stream(up)::take);
              down.closeHandler(v -> up.close());
              down.resume();
            });
  }

  /** What one member sends on one connection, cut into messages. */
  private final class Stream {
    private final NetSocket up;
    private Buffer rest = Buffer.buffer();

    Stream(NetSocket up) {
      this.up = up;
    }

    void take(Buffer bytes) {
      rest = rest.length() == 0 ? bytes : rest.copy().appendBuffer(bytes);
      int at = 0;
      while (rest.length() - at >= LENGTH_BYTES) {
        int end = at + LENGTH_BYTES + rest.getInt(at);
        if (end > rest.length()) {
          break;
        }
        pass(rest.getBuffer(at, end));
        at = end;
      }
      rest = rest.getBuffer(at, rest.length());
    }

    private void pass(Buffer message) {
      String address = address(message);
      if (address.equals(PING)) {
        up.write(message);
      } else {
        carried.incrementAndGet();
        weather.carry(address, message, up::write);
      }
    }
  }

  /** Behind length, version, codec and kind; a codec of our own is named. */
  private static String address(Buffer message) {
    int at = AT_CODEC;
    byte codec = message.getByte(at++);
    if (codec == OWN_CODEC) {
      at += LENGTH_BYTES + message.getInt(at);
    }
    at++;
    int length = message.getInt(at);
    at += LENGTH_BYTES;
    return message.getString(at, at + length, StandardCharsets.UTF_8.name());
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
