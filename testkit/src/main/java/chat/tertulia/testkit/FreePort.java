package chat.tertulia.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must come back at the same one. They lie below those a system gives to
 * outgoing connections, which would otherwise take them while the server is down.
 */
public final class FreePort {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /** Different ports that nobody listens on now. */
  public static List<Integer> some(int count) {
    var found = new ArrayList<Integer>();
    for (int tries = 0; tries < TRIES && found.size() < count; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!found.contains(port) && isFree(port)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new AssertionError("no free ports from " + LOWEST + " to " + HIGHEST);
    }
    return found;
  }

  private static boolean isFree(int port) {
    try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
