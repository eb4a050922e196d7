package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Bridge frames on SockJS's fall-back transports, where a WebSocket does not get through. */
final class XhrTransport implements Transport {
  /** How long a closed socket waits for a poll that takes what was said before. */
  static final Duration FAREWELL = Duration.ofSeconds(1);

  private final SockJSSocket socket;
  private final Executor loop;
  private Future<Void> lastWrite = Future.succeededFuture();
  private boolean closing;

  /**
   * @param loop of the connection; SockJS may call on others
   */
  XhrTransport(SockJSSocket socket, Executor loop) {
    this.socket = socket;
    this.loop = loop;
    socket.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
  }

  @Override
  public void room(RoomFrame frame) {
    frame.bridge().forEach(this::write);
  }

  private void write(String frame) {
    if (!closing) {
      lastWrite = socket.write(Buffer.buffer(frame));
    }
  }

  /** Whether it was closed from this side: nothing that comes now counts. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void rec(String address, String body) {
    write(Frames.rec(address, body));
  }

  @Override
  public void err(String address, Problem problem) {
    write(Frames.err(address, problem));
  }

  /** The stock client pings without expecting an answer, and complains of one. */
  @Override
  public void pong() {}

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable handler) {
    socket.drainHandler(v -> loop.execute(handler));
    if (!isFull()) {
      loop.execute(handler);
    }
  }

  /** SockJS sends heartbeats of its own and ends a session that is not polled. */
  @Override
  public void heartbeat() {}

  /**
   * The stock socket forgets what it has not sent when it is closed, and says {@code 3000} whatever
   * the code: so what was written last, an error or why the session ended, goes first.
   */
  @Override
  public void close(CloseCode code) {
    if (!closing) {
      closing = true;
      lastWrite
          .timeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
          .onComplete(done -> socket.close(code.code(), code.reason()));
    }
  }
}
