package chat.tertulia.standalone;

import chat.tertulia.shared.config.BadSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks at the ports before anything is started, so that a taken one is told at once. */
final class FreePorts {
  private FreePorts() {}

  /**
   * @param setting named in the refusal
   * @param port 0 is always free
   */
  static void check(String setting, String host, int port) {
    if (port == 0) {
      return;
    }
    InetAddress address = address(host);
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new BadSetting(
          setting, "is %d, which cannot be used on %s: %s".formatted(port, host, e.getMessage()));
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getAllByName(host)[0];
    } catch (UnknownHostException e) {
      throw new BadSetting("TERTULIA_HOST", "is not an address of this machine: " + host);
    }
  }
}
