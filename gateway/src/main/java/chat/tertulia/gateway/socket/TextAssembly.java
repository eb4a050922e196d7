package chat.tertulia.gateway.socket;

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
  private final ServerWebSocket socket;
  private final Consumer<CloseCode> close;
  private final Consumer<String> handler;
  private Buffer gathered;

  TextAssembly(ServerWebSocket socket, Consumer<CloseCode> close, Consumer<String> handler) {
    this.socket = socket;
    this.close = close;
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
    if (gathered != null) {
      gathered.appendBuffer(bytes);
      bytes = gathered;
    }
    if (bytes.length() > SocketEndpoints.MAX_FRAME_BYTES) {
      gathered = null;
      close.accept(CloseCode.TOO_BIG);
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
      close.accept(CloseCode.NOT_TEXT);
      return;
    }
    handler.accept(text);
  }
}
