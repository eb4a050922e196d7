package chat.tertulia.bench.server;

import chat.tertulia.standalone.Standalone;

/** The standalone as it is, with a probe beside it. */
public final class TertuliaServer {
  private TertuliaServer() {}

  public static void main(String[] arguments) {
    Probe.start();
    Standalone.main(arguments);
  }
}
