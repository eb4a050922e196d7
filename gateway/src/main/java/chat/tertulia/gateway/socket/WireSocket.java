package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.WebSocketReader;
import chat.tertulia.shared.loop.VertxLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket after its handshake, as the one handler of its channel: bytes in, texts to whoever
 * listens, and the RFC's own frames answered here.
 *
 * <p>The HTTP server's objects of the connection are gone by then, so that an idle socket costs
 * little more than its channel. Netty calls; everything beyond this class runs as a task of the
 * loop.
 */
final class WireSocket extends ChannelInboundHandlerAdapter implements WebSocketReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(WireSocket.class);

  private final VertxLoop loop;
  private final Reception reception;
  private final WebSocketReader reader = new WebSocketReader(this, Reception.MAX_FRAME_BYTES);
  private final TextAssembly assembly = new TextAssembly();
  private ChannelHandlerContext context;
  private WireTransport transport;
  private Connection connection;
  private Consumer<String> listener;

  /** What comes before {@link #begin} is kept. */
  WireSocket(VertxLoop loop, Reception reception) {
    this.loop = loop;
    this.reception = reception;
    reader.pause();
  }

  /**
   * The handshake is done.
   *
   * @param whose null when it was not let in
   * @param listen begins the conversation; what it returns gets every text
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the end of the channel is seen
  void begin(WireTransport out, Connection whose, Function<Connection, Consumer<String>> listen) {
    transport = out;
    // Known before anything that can fail, so that its end is told.
    connection = whose;
    try {
      listener = whose == null ? null : listen.apply(whose);
    } catch (RuntimeException e) {
      LOG.error("socket not begun", e);
      reader.end();
      context.close();
      return;
    }
    reader.resume(context.alloc());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext same, Object message) {
    if (message instanceof ByteBuf bytes) {
      loop.within(() -> reader.read(bytes, context.alloc()));
    } else {
      // The end of the HTTP request that was the handshake.
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext same) {
    if (transport != null && context.channel().isWritable()) {
      transport.drainedSoon();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext same) {
    reader.end();
    assembly.drop();
    if (connection != null) {
      loop.within(() -> reception.closed(connection));
    }
  }

  /** A network that fails is no event of ours. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void exceptionCaught(ChannelHandlerContext same, Throwable cause) {
    context.close();
  }

  @Override
  public void part(ByteBuf payload, boolean last) {
    if (isDeaf()) {
      return;
    }
    boolean tiny = !last && payload.readableBytes() < TextAssembly.SMALLEST_PART;
    if (tiny && !connection.admit(loop.nanoTime())) {
      transport.close(CloseCode.TOO_MANY);
      return;
    }
    TextAssembly.Outcome outcome = assembly.add(payload, last, context.alloc());
    if (outcome.fault() != null) {
      transport.close(outcome.fault());
    } else if (outcome.text() != null) {
      tell(outcome.text());
      waitForReader();
    }
  }

  /** One text that fails keeps back none of those that came with it. */
  private void tell(String text) {
    try {
      listener.accept(text);
    } catch (RuntimeException e) {
      LOG.error("text failed trace={}", connection.origin().trace(), e);
    }
  }

  /** After our close frame only the client's is of interest. */
  private boolean isDeaf() {
    return connection == null || transport.isClosing();
  }

  /** Who does not read the answers is not listened to either: so they stay bounded. */
  private void waitForReader() {
    if (!transport.isClosing() && transport.isFull()) {
      reader.pause();
      context.channel().config().setAutoRead(false);
      connection.whenDrained(this::listenAgain);
    }
  }

  private void listenAgain() {
    reader.resume(context.alloc());
    if (!reader.isPaused()) {
      context.channel().config().setAutoRead(true);
    }
  }

  /** Counts like a message: it asks for an answer. */
  @Override
  public void ping(ByteBuf payload) {
    if (isDeaf()) {
      return;
    }
    if (connection.admit(loop.nanoTime())) {
      transport.pong(payload);
      waitForReader();
    } else if (connection.isFlooding()) {
      transport.close(CloseCode.TOO_MANY);
    }
  }

  @Override
  public void pong() {
    if (connection != null) {
      reception.heard(connection);
    }
  }

  @Override
  public void close(int code) {
    transport.closedByClient(code);
  }

  @Override
  public void broken(WebSocketReader.Fault fault) {
    transport.breakOff(
        switch (fault) {
          case PROTOCOL -> CloseCode.PROTOCOL;
          case TOO_BIG -> CloseCode.TOO_BIG;
          case NOT_TEXT -> CloseCode.NOT_TEXT;
        });
  }
}
