package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxy of the compose file: a real nginx with the real configuration. Debian's is taken apart
 * rather than installed, because installing it would start it; {@code .ci/run} does that.
 */
final class Nginx {
  private static final Stream<Path> PLACES =
      Stream.of(
          Installation.ROOT.resolve("target/tools/nginx/usr/sbin/nginx"),
          Path.of("/usr/sbin/nginx"),
          Path.of("/usr/local/bin/nginx"),
          Path.of("/opt/homebrew/bin/nginx"));

  private static final Path BINARY = PLACES.filter(Files::isExecutable).findFirst().orElse(null);

  private Nginx() {}

  /** Leaves the test out where there is none, except where everything must be there. */
  static void require() {
    if (BINARY == null) {
      assertNotEquals("true", System.getenv("CI"), "no nginx, and CI must have one");
      abort("no nginx on this machine: the way through the proxy is not tested");
    }
  }

  /**
   * @param server what would be in {@code conf.d/default.conf}
   */
  static Container start(Path folder, String server) throws IOException {
    Path home = Files.createDirectories(folder.resolve("nginx"));
    var text = new StringBuilder("daemon off; master_process off; pid nginx.pid;\n");
    text.append("error_log stderr notice;\nevents {}\nhttp {\naccess_log off;\n");
    for (String each : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      text.append(each).append("_temp_path ").append(home.resolve(each)).append(";\n");
    }
    Path config = home.resolve("nginx.conf");
    Files.writeString(config, text + server + "}\n");
    return Container.start(
        "proxy",
        folder,
        List.of(BINARY.toString(), "-p", home.toString(), "-e", "stderr", "-c", config.toString()),
        Map.of());
  }
}
