package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.gateway.protocol.SockJsFrames;
import chat.tertulia.gateway.protocol.WebSocketBytes;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.http.ServerWebSocket;

/**
 * A WebSocket written below its encoder: whole frames as bytes, the same for all sockets of a room,
 * with no promise and no copy for each.
 *
 * <p>Everything of ours takes this way, so that order is kept; what Vert.x writes by itself (pongs,
 * the close frame) may go between. What waits to be read is counted by the channel itself, against
 * {@link Transport#MAX_QUEUED_BYTES}.
 */
final class WireTransport implements Transport, Backlog.Queue {
  /** What may wait in all, answers included, before the socket is closed with 4008, in bytes. */
  static final long MAX_PENDING_BYTES = 2L * 1024 * 1024;

  private static final WriteBufferWaterMark BOUND =
      new WriteBufferWaterMark(MAX_QUEUED_BYTES / 2, MAX_QUEUED_BYTES);

  private final ServerWebSocket socket;
  private final Framing framing;
  private final Flusher flusher;
  private final Channel channel;
  private final ChannelHandlerContext wire;
  private final ChannelPromise noPromise;
  private Runnable drained;
  private boolean dirty;
  private long counted;

  /**
   * @param channel the connection's channel; the router hands out a wrapped socket that hides it
   */
  WireTransport(ServerWebSocket socket, Channel channel, Framing framing, Flusher flusher) {
    this.socket = socket;
    this.framing = framing;
    this.flusher = flusher;
    this.channel = channel;
    channel.config().setWriteBufferWaterMark(BOUND);
    // From the first handler a write meets only the socket: the frames are complete already.
    channel.pipeline().addFirst(new Writability());
    this.wire = channel.pipeline().firstContext();
    this.noPromise = new VoidChannelPromise(channel, false);
    if (framing == Framing.SOCK_JS) {
      write(WebSocketBytes.text(SockJsFrames.OPEN));
    }
  }

  private final class Writability extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
      if (channel.isWritable() && drained != null) {
        Runnable handler = drained;
        drained = null;
        handler.run();
      }
      super.channelWritabilityChanged(context);
    }
  }

  /** Takes the buffer over. */
  @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
  private void write(ByteBuf bytes) {
    assert channel.eventLoop().inEventLoop() : "a socket is written to on its own loop only";
    if (isFull() && pendingBytes() > MAX_PENDING_BYTES) {
      bytes.release();
      socket.close(CloseCode.TOO_SLOW.code(), CloseCode.TOO_SLOW.reason());
      return;
    }
    wire.write(bytes, noPromise);
    if (!dirty) {
      dirty = true;
      flusher.later(this);
    }
  }

  @Override
  public long pendingBytes() {
    var queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
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
    wire.flush();
  }

  private void text(String payload) {
    write(WebSocketBytes.text(framing == Framing.SOCK_JS ? SockJsFrames.one(payload) : payload));
  }

  @Override
  public void room(RoomFrame frame) {
    write(frame.bytes(framing).retainedDuplicate());
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
    if (!channel.isWritable()) {
      flush();
    }
    return !channel.isWritable();
  }

  @Override
  public void onDrain(Runnable handler) {
    drained = handler;
  }

  @Override
  public void heartbeat() {
    write(WebSocketBytes.ping());
  }

  @Override
  public void close(CloseCode code) {
    if (socket.isClosed()) {
      return;
    }
    if (framing == Framing.SOCK_JS) {
      write(WebSocketBytes.text(SockJsFrames.close(code.code(), code.reason())));
    }
    flush();
    socket.close(code.code(), code.reason());
  }
}
