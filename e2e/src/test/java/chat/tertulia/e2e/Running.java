package chat.tertulia.e2e;

import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import java.util.Map;

/**
 * The one standalone that every test uses which does not break it. It is started by the first and
 * ends with the JVM.
 */
final class Running {
  private static TertuliaProcess process;
  private static World world;

  private Running() {}

  static synchronized TertuliaProcess tertulia() {
    if (process == null) {
      process = TertuliaProcess.start("shared", Map.of("TERTULIA_GUESTS", "true"));
      world = World.at(process.url());
    }
    return process;
  }

  static World world() {
    tertulia();
    return world;
  }
}
