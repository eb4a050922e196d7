package chat.tertulia.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket on a bare connection with a small window, which is read only when a test reads. */
final class DeafClient implements AutoCloseable {
  private static final int WINDOW_BYTES = 4_096;
  private static final int PATIENCE_MS = 10_000;

  private final Socket socket = new Socket();

  /** Connects to the raw socket. */
  DeafClient(int port, String token) {
    this(port, token, false);
  }

  /** Connects, signs in by the URL, and waits for the handshake. */
  DeafClient(int port, String token, boolean sockJs) {
    try {
      socket.setReceiveBufferSize(WINDOW_BYTES);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      bytes(
          ("GET /eventbus/"
                  + (sockJs ? "000/deaf0001/websocket" : "websocket")
                  + "?token="
                  + token
                  + " HTTP/1.1\r\n"
                  + "Host: x\r\n"
                  + "Connection: Upgrade\r\n"
                  + "Upgrade: websocket\r\n"
                  + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  + "Sec-WebSocket-Version: 13\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      readUntil("\r\n\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one frame of text. */
  void write(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    var frame = ByteBuffer.allocate(payload.length + 14).put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    // A mask of zeros leaves the text as it is.
    frame.putInt(0).put(payload).flip();
    var bytes = new byte[frame.remaining()];
    frame.get(bytes);
    bytes(bytes);
  }

  private void bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads on to where this text ends, and returns what came up to there, byte by byte. */
  String readUntil(String text) throws IOException {
    var seen = new StringBuilder();
    while (seen.length() < text.length() || seen.indexOf(text, seen.length() - text.length()) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("ended after: " + seen);
      }
      seen.append((char) next);
    }
    return seen.toString();
  }

  /** Everything up to the end of the connection, as raw bytes. */
  byte[] readAll() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
