package chat.tertulia.testkit.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port behind which some servers stand, in turn: what a balancer, a service's address or a cable
 * is. It can be cut, or hold what passes without a word. Any thread.
 */
public final class Relay implements AutoCloseable {
  private static final int CONNECT_WITHIN_MS = 1_000;
  private static final int WAIT_SECONDS = 10;

  /** A session of a polling client, which keeps a connection to itself. */
  private static final Pattern POLLING = Pattern.compile("/eventbus/[^/ ]+/([^/ ]+)/xhr");

  private enum Mode {
    OPEN,
    SILENT,
    CUT
  }

  private final Context loop;
  private final NetClient client;
  private final NetServer server;
  private final Supplier<List<SocketAddress>> targets;
  private final boolean sticky;
  private final List<Pair> pairs = new ArrayList<>();
  private Mode mode = Mode.OPEN;
  private int next;

  /**
   * @param host address to listen on
   * @param sticky whether a polling SockJS session always comes to the same target, as it must
   * @param targets where to, asked at each connection; the first that answers from the next in turn
   */
  Relay(Vertx vertx, String host, boolean sticky, Supplier<List<SocketAddress>> targets) {
    this.targets = targets;
    this.sticky = sticky;
    this.loop = vertx.getOrCreateContext();
    var options = new NetClientOptions().setConnectTimeout(CONNECT_WITHIN_MS);
    this.client = vertx.createNetClient(options);
    this.server = vertx.createNetServer().connectHandler(this::accept);
    onLoop(() -> server.listen(0, host));
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Ends every connection at once and takes none until {@link #mend()}: a cable that is out. */
  public void cut() {
    become(Mode.CUT);
    drop();
  }

  /** Passes nothing and says nothing until {@link #mend()}: packets go nowhere. */
  public void fallSilent() {
    become(Mode.SILENT);
  }

  /** Works again; what was held goes on. */
  public void mend() {
    become(Mode.OPEN);
  }

  /** Ends every connection once; new ones are welcome. */
  public void drop() {
    onLoop(
        () -> {
          List.copyOf(pairs).forEach(Pair::end);
          return Future.succeededFuture();
        });
  }

  private void become(Mode now) {
    onLoop(
        () -> {
          mode = now;
          pairs.forEach(Pair::flow);
          return Future.succeededFuture();
        });
  }

  private void accept(NetSocket down) {
    if (mode == Mode.CUT) {
      down.close();
      return;
    }
    var pair = new Pair(down);
    pairs.add(pair);
    if (sticky) {
      down.handler(
          first -> {
            down.pause();
            connect(pair, first);
          });
      down.resume();
    } else {
      connect(pair, Buffer.buffer());
    }
  }

  private void connect(Pair pair, Buffer first) {
    List<SocketAddress> all = targets.get();
    Matcher polling = POLLING.matcher(first.toString(StandardCharsets.ISO_8859_1));
    int at = polling.find() ? polling.group(1).hashCode() : next++;
    pair.first = first;
    connect(pair, all, at, all.size());
  }

  private void connect(Pair pair, List<SocketAddress> all, int at, int tries) {
    if (tries == 0) {
      pair.end();
      return;
    }
    client
        .connect(all.get(Math.floorMod(at, all.size())))
        .onSuccess(pair::join)
        .onFailure(e -> connect(pair, all, at + 1, tries - 1));
  }

  /** One connection and its other half. */
  private final class Pair {
    private final NetSocket down;
    private NetSocket up;
    private Buffer first;
    private boolean over;

    Pair(NetSocket down) {
      this.down = down;
      down.pause();
      down.exceptionHandler(e -> {});
      down.closeHandler(v -> end());
    }

    void join(NetSocket made) {
      up = made;
      made.exceptionHandler(e -> {});
      made.closeHandler(v -> end());
      if (over) {
        made.close();
        return;
      }
      made.write(first);
      pass(down, made);
      pass(made, down);
      flow();
    }

    private void pass(NetSocket from, NetSocket to) {
      from.handler(
          bytes -> {
            to.write(bytes);
            if (to.writeQueueFull()) {
              from.pause();
              to.drainHandler(v -> flow());
            }
          });
    }

    void flow() {
      if (up == null || over) {
        return;
      }
      if (mode == Mode.OPEN) {
        down.resume();
        up.resume();
      } else {
        down.pause();
        up.pause();
      }
    }

    void end() {
      if (!over) {
        over = true;
        pairs.remove(this);
        // One that is paused would not hear of its own end.
        down.resume().close();
        if (up != null) {
          up.resume().close();
        }
      }
    }
  }

  private <T> void onLoop(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(v -> task.get().onComplete(done));
    try {
      done.future().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("a relay: " + e, e);
    }
  }

  @Override
  public void close() {
    drop();
    onLoop(server::close);
    onLoop(client::close);
  }
}
