package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.gateway.protocol.SockJsFrames;
import chat.tertulia.gateway.protocol.WebSocketBytes;
import chat.tertulia.gateway.protocol.WebSocketReader;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The writing side of a WebSocket: whole frames as bytes, the same for all sockets of a room, with
 * no promise and no copy for each. A frame with no other beside it in its turn goes to the kernel
 * straight, since on a socket that keeps up the channel's pipeline and queue take longer than all
 * else that a delivery needs here. Several leave together through that queue.
 *
 * <p>What waits to be read is counted by the channel itself, against {@link
 * Transport#MAX_QUEUED_BYTES}. After a close frame nothing is written any more.
 */
final class WireTransport implements Transport, Backlog.Queue {
  /** What may wait in all, answers included, before the socket is closed with 4008, in bytes. */
  static final long MAX_PENDING_BYTES = 2L * 1024 * 1024;

  /** How long the client may take to answer a close frame, in milliseconds. */
  static final long CLOSE_WITHIN_MS = 5_000;

  private static final WriteBufferWaterMark BOUND =
      new WriteBufferWaterMark(MAX_QUEUED_BYTES / 2, MAX_QUEUED_BYTES);

  private final Framing framing;
  private final Flusher flusher;
  private final Channel channel;
  private final Executor loop;

  /** The channel's queue, for a look at it that passes nothing else on its way. */
  private final ChannelOutboundBuffer queue;

  /** The way to the kernel past the channel, on the native transports; else null. */
  private final Socket socket;

  private Runnable drained;
  private boolean dirty;

  /** What was written first in this turn and is nowhere else yet, or null. */
  private ByteBuf first;

  private boolean closing;
  private long counted;

  /**
   * @param channel whose only handler takes and gives bytes
   * @param loop the channel's, for what is to run in a turn of its own
   */
  WireTransport(Channel channel, Framing framing, Flusher flusher, Executor loop) {
    this.loop = loop;
    this.framing = framing;
    this.flusher = flusher;
    this.channel = channel;
    this.queue = channel.unsafe().outboundBuffer();
    this.socket =
        channel instanceof UnixChannel unix && unix.fd() instanceof Socket own ? own : null;
    channel.config().setWriteBufferWaterMark(BOUND);
    if (framing == Framing.SOCK_JS) {
      write(WebSocketBytes.text(SockJsFrames.OPEN));
    }
  }

  /**
   * The client has read enough to be written to again. Whoever waits for that is not called in
   * between: a flush in the middle of another socket's turn, or of a frame of this one, leads here.
   */
  void drainedSoon() {
    if (drained != null) {
      loop.execute(this::drained);
    }
  }

  /** Unless it is full again by now: then there will be another time. */
  private void drained() {
    if (drained != null && !isFull()) {
      Runnable handler = drained;
      drained = null;
      handler.run();
    }
  }

  /** Takes the buffer over, to be flushed at the end of the turn. */
  private void write(ByteBuf bytes) {
    if (!mayWrite()) {
      bytes.release();
      return;
    }
    if (!dirty) {
      dirty = true;
      first = bytes;
      flusher.later(this);
    } else {
      queueFirst(0);
      queue(bytes);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private boolean mayWrite() {
    assert channel.eventLoop().inEventLoop() : "a socket is written to on its own loop only";
    if (!closing && isFull() && pendingBytes() > MAX_PENDING_BYTES) {
      closing = true;
      sayGoodbye(WebSocketBytes.close(CloseCode.TOO_SLOW.code(), CloseCode.TOO_SLOW.reason()));
    }
    return !closing;
  }

  /** A buffer that others hold too keeps its indices. */
  @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
  private void queue(ByteBuf bytes) {
    channel.write(bytes.duplicate(), channel.voidPromise());
  }

  /** Gives the channel what is left of the first buffer, so that what follows comes behind it. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void queueFirst(int sent) {
    if (first != null) {
      ByteBuf bytes = first;
      first = null;
      channel.write(bytes.duplicate().skipBytes(sent), channel.voidPromise());
    }
  }

  @Override
  public long pendingBytes() {
    long queued = queue.totalPendingWriteBytes();
    return first == null ? queued : queued + first.readableBytes();
  }

  @Override
  public long counted() {
    return counted;
  }

  @Override
  public void counted(long bytes) {
    counted = bytes;
  }

  /** No close code: it would wait behind all that is not read. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a close ends well or has happened
  public void cut() {
    channel.close();
  }

  void flush() {
    dirty = false;
    if (first != null) {
      int sent = send(first);
      if (sent == first.readableBytes()) {
        first.release();
        first = null;
        return;
      }
      queueFirst(sent);
    }
    channel.flush();
  }

  /**
   * Sends what the kernel takes at once, unless something waits; its indices stay as they are.
   *
   * @return how many bytes went; the rest must be written to the channel
   */
  private int send(ByteBuf bytes) {
    // A socket that was closed may have its number given to another.
    if (socket == null
        || !socket.isOpen()
        || queue.totalPendingWriteBytes() > 0
        || !bytes.hasMemoryAddress()) {
      return 0;
    }
    try {
      return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
    } catch (IOException e) {
      // As when the channel itself finds out; it takes nothing more then.
      cut();
      return 0;
    }
  }

  private void text(String payload) {
    write(WebSocketBytes.text(framing == Framing.SOCK_JS ? SockJsFrames.one(payload) : payload));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
  public void room(RoomFrame frame) {
    ByteBuf bytes = frame.bytes(framing);
    if (dirty || !frame.isWide()) {
      write(bytes.retain());
    } else if (mayWrite()) {
      int sent = send(bytes);
      if (sent < bytes.readableBytes()) {
        channel.write(bytes.retainedDuplicate().skipBytes(sent), channel.voidPromise());
        flusher.now(this);
      } else if (counted > 0) {
        flusher.now(this);
      }
    }
  }

  @Override
  public void rec(String address, String body) {
    text(framing == Framing.LINE ? body : Frames.rec(address, body));
  }

  @Override
  public void err(String address, Problem problem) {
    if (framing != Framing.LINE) {
      text(Frames.err(address, problem));
    } else if (address != null && address.startsWith(Frames.ROOM_PREFIX)) {
      // The one room of a line socket was refused: nothing else can come.
      text(line(null, problem));
      close(CloseCode.DENIED);
    } else {
      text(line(address, problem));
    }
  }

  private static String line(String clientId, Problem problem) {
    var json = Json.object().put("type", "err").put("code", problem.code().code());
    json.put("detail", problem.getMessage());
    if (clientId != null) {
      json.put("clientId", clientId);
    }
    if (problem.retryAfter() != null) {
      json.put("retryAfterMs", problem.retryAfter().toMillis());
    }
    return json.toString();
  }

  @Override
  public void pong() {
    // Over SockJS the stock client pings without expecting an answer, and complains of one.
    if (framing != Framing.SOCK_JS) {
      text(Frames.PONG);
    }
  }

  /** What was only not flushed yet does not count. */
  @Override
  public boolean isFull() {
    if (!queue.isWritable()) {
      flush();
    }
    return !queue.isWritable();
  }

  @Override
  public void onDrain(Runnable handler) {
    drained = handler;
    if (!isFull()) {
      drainedSoon();
    }
  }

  @Override
  public void heartbeat() {
    write(WebSocketBytes.ping());
  }

  /** The RFC's own answer to its own ping. */
  void pong(ByteBuf payload) {
    write(WebSocketBytes.pong(payload));
  }

  /** Whether a close frame was sent: what comes now is not answered. */
  boolean isClosing() {
    return closing;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void close(CloseCode code) {
    if (!closing) {
      begin(code);
    }
  }

  private ChannelFuture begin(CloseCode code) {
    if (framing == Framing.SOCK_JS) {
      write(WebSocketBytes.text(SockJsFrames.close(code.code(), code.reason())));
    }
    closing = true;
    return sayGoodbye(WebSocketBytes.close(code.code(), code.reason()));
  }

  /** The client should answer with a close frame of its own; it is not waited for for ever. */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the channel at the latest
  private ChannelFuture sayGoodbye(ByteBuf closeFrame) {
    queueFirst(0);
    channel.eventLoop().schedule(() -> channel.close(), CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS);
    return channel.writeAndFlush(closeFrame);
  }

  /** The client sent a close frame: it is answered unless it was the answer. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void closedByClient(int code) {
    if (closing) {
      channel.close();
      return;
    }
    closing = true;
    boolean none = code == WebSocketReader.NO_CODE;
    sayGoodbye(none ? WebSocketBytes.close() : WebSocketBytes.close(code, ""))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * What the client sends cannot be read any further. Our side ends after the close frame, and the
   * rest is thrown away: closing over unread bytes would reset the connection, and the client might
   * lose the reason.
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  void breakOff(CloseCode code) {
    if (!closing) {
      begin(code).addListener(done -> ((DuplexChannel) channel).shutdownOutput());
    }
  }
}
