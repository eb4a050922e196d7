package chat.tertulia.bench.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where a contender tells how long its commits take.
 *
 * @param ports of its nodes' metrics on loopback; none when it stores nothing
 * @param name of the histogram
 */
record Metrics(List<Integer> ports, String name) {
  static final Metrics NONE = new Metrics(List.of(), "");

  CommitTimes commits() {
    return ports.stream()
        .map(port -> CommitTimes.read(page(port), name))
        .reduce(new CommitTimes(Map.of()), CommitTimes::plus);
  }

  private static String page(int port) {
    try (var in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
