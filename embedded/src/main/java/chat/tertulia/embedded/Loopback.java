package chat.tertulia.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The one address the engines listen on. */
final class Loopback {
  static final String HOST = "127.0.0.1";
  static final InetAddress ADDRESS = InetAddress.ofLiteral(HOST);

  private Loopback() {}

  /** A port nobody listens on now. Somebody may take it before we do: callers try again. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, ADDRESS)) {
      return socket.getLocalPort();
    }
  }
}
