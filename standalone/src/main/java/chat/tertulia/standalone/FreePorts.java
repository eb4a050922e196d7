package chat.tertulia.standalone;

import chat.tertulia.shared.config.BadSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks at the ports before anything is started, so that a taken one is told at once. */
final class FreePorts {
  private FreePorts() {}

  /** Refuses an address that isn't one of this machine's. */
  static void checkHost(String host) {
    try {
      bind(host, 0);
    } catch (IOException e) {
      throw new BadSetting(
          "TERTULIA_HOST",
          "is %s, which is no address of this machine: %s".formatted(host, e.getMessage()));
    }
  }

  /**
   * @param setting named in the refusal
   * @param port 0 is always free
   */
  static void check(String setting, String host, int port) {
    try {
      bind(host, port);
    } catch (IOException e) {
      throw new BadSetting(
          setting, "is %d, which cannot be used on %s: %s".formatted(port, host, e.getMessage()));
    }
  }

  private static void bind(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getAllByName(host)[0], port));
    }
  }
}
