package chat.tertulia.gateway.socket;

import chat.tertulia.shared.loop.Loop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts the frames of a WebSocket together to texts, strictly: what is not UTF-8 ends the socket
 * with 1007, what is too long with 1009. Binary messages are read as text too, since some clients
 * send nothing else.
 */
final class TextAssembly {
  /** Parts of a message smaller than this, in bytes, count against the rate like messages. */
  private static final int SMALLEST_PART = 1_024;

  private final Loop loop;
  private final ServerWebSocket socket;
  private final Connection connection;
  private final Consumer<String> handler;
  private Buffer gathered;

  TextAssembly(Loop loop, ServerWebSocket socket, Connection connection, Consumer<String> handler) {
    this.loop = loop;
    this.socket = socket;
    this.connection = connection;
    this.handler = handler;
  }

  void listen() {
    socket.frameHandler(this::frame);
  }

  private void frame(WebSocketFrame frame) {
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      return;
    }
    Buffer bytes = frame.binaryData();
    if (!frame.isFinal() && bytes.length() < SMALLEST_PART && !connection.admit(loop.nanoTime())) {
      connection.close(CloseCode.TOO_MANY);
      return;
    }
    if (gathered != null) {
      gathered.appendBuffer(bytes);
      bytes = gathered;
    }
    if (bytes.length() > Reception.MAX_FRAME_BYTES) {
      gathered = null;
      connection.close(CloseCode.TOO_BIG);
    } else if (frame.isFinal()) {
      gathered = null;
      text(bytes);
    } else if (gathered == null) {
      gathered = Buffer.buffer().appendBuffer(bytes);
    }
  }

  private void text(Buffer bytes) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes.getBytes()))
              .toString();
    } catch (CharacterCodingException e) {
      connection.close(CloseCode.NOT_TEXT);
      return;
    }
    handler.accept(text);
    // Who does not read the answers is not listened to either: so they stay bounded.
    if (connection.isOpen() && connection.transport().isFull()) {
      socket.pause();
      connection.whenDrained(socket::resume);
    }
  }
}
