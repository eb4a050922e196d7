package chat.tertulia.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a gateway and does one harm to what the gateway sends: to show that
 * harm on the real path is found out. Knows just enough of a WebSocket to tell frames apart.
 */
final class Meddler implements AutoCloseable {
  private static final int TEXT = 1;
  private static final int TWO_BYTE_LENGTH = 126;
  private static final int EIGHT_BYTE_LENGTH = 127;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final String ENTRY = "\"seq\":";

  /** What becomes of the chosen frame. */
  enum Harm {
    NONE {
      @Override
      List<Buffer> to(Buffer frame, Buffer next) {
        return List.of(frame, next);
      }
    },
    DROP {
      @Override
      List<Buffer> to(Buffer frame, Buffer next) {
        return List.of(next);
      }
    },
    DOUBLE {
      @Override
      List<Buffer> to(Buffer frame, Buffer next) {
        return List.of(frame, frame, next);
      }
    },
    SWAP {
      @Override
      List<Buffer> to(Buffer frame, Buffer next) {
        return List.of(next, frame);
      }
    },
    CHANGE {
      @Override
      List<Buffer> to(Buffer frame, Buffer next) {
        return List.of(
            Buffer.buffer(frame.toString(LATIN).replace("word", "work"), "LATIN1"), next);
      }
    };

    private static final java.nio.charset.Charset LATIN = StandardCharsets.ISO_8859_1;

    /** What is sent instead of an entry's frame and the next entry's. */
    abstract List<Buffer> to(Buffer frame, Buffer next);
  }

  private final Vertx vertx = Vertx.vertx();
  private final Harm harm;
  private final int victim;
  private final AtomicInteger entries = new AtomicInteger();
  private final NetServer server;

  /**
   * @param victim which entry's frame is harmed, counted from 1
   */
  Meddler(int gateway, Harm harm, int victim) {
    this.harm = harm;
    this.victim = victim;
    NetClient client = vertx.createNetClient();
    this.server =
        vertx
            .createNetServer()
            .connectHandler(
                down -> {
                  down.pause();
                  client
                      .connect(gateway, "127.0.0.1")
                      .onSuccess(up -> join(down, up))
                      .onFailure(e -> down.close());
                });
    await(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  private void join(NetSocket down, NetSocket up) {
    up.handler(new Stream(down)::take);
    up.closeHandler(v -> down.close());
    down.handler(up::write);
    down.closeHandler(v -> up.close());
    down.resume();
  }

  /** What one connection's gateway sends, cut into frames. */
  private final class Stream {
    private final NetSocket down;
    private Buffer rest = Buffer.buffer();
    private boolean upgraded;
    private Buffer held;

    Stream(NetSocket down) {
      this.down = down;
    }

    void take(Buffer bytes) {
      rest = Buffer.buffer().appendBuffer(rest).appendBuffer(bytes);
      for (int end = upgraded ? frame() : head(); end > 0; end = frame()) {
        Buffer whole = rest.getBuffer(0, end);
        rest = rest.getBuffer(end, rest.length());
        pass(whole);
        upgraded = true;
      }
    }

    private int head() {
      int at =
          rest.toString(StandardCharsets.ISO_8859_1)
              .indexOf(new String(END_OF_HEAD, StandardCharsets.ISO_8859_1));
      return at < 0 ? 0 : at + END_OF_HEAD.length;
    }

    /** The length of the first frame; 0 when it is not all there. */
    private int frame() {
      if (rest.length() < 2) {
        return 0;
      }
      int length = rest.getByte(1) & 0x7f;
      int header = 2;
      if (length == TWO_BYTE_LENGTH) {
        header = 4;
        length = rest.length() < header ? Integer.MAX_VALUE - header : rest.getUnsignedShort(2);
      } else if (length == EIGHT_BYTE_LENGTH) {
        header = 10;
        length = rest.length() < header ? Integer.MAX_VALUE - header : (int) rest.getLong(2);
      }
      return rest.length() >= header + length ? header + length : 0;
    }

    private void pass(Buffer whole) {
      boolean entry =
          upgraded
              && (whole.getByte(0) & 0xf) == TEXT
              && whole.toString().contains(ENTRY)
              && whole.toString().contains("\"kind\":");
      if (held != null && entry) {
        harm.to(held, whole).forEach(down::write);
        held = null;
      } else if (entry && entries.incrementAndGet() == victim) {
        held = whole;
      } else {
        down.write(whole);
      }
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
