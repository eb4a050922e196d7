package chat.tertulia.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came out, written after each experiment to {@code target/faults/results.md}. */
final class ResultTable {
  private static final Path FILE = Path.of("target", "faults", "results.md").toAbsolutePath();

  private final List<String> rows = new ArrayList<>();

  void add(Experiment experiment, Outcome outcome) throws IOException {
    rows.add(
        "| %s | %s | %d s | %d s | %s | %s | %s |"
            .formatted(
                experiment.name(),
                experiment.layout() == Experiment.Layout.TOGETHER ? "3 nodes" : "2 of each",
                experiment.lasts().toSeconds(),
                experiment.bound().toSeconds(),
                seconds(outcome.recovery()),
                seconds(outcome.slowest()),
                outcome.verdict()));
    Files.createDirectories(FILE.getParent());
    Files.writeString(
        FILE,
        """
        | experiment | cluster | lasts | bound | recovered after | slowest answer | verdict |
        |---|---|---|---|---|---|---|
        """
            + String.join("\n", rows)
            + "\n");
    System.out.println("faults: " + rows.getLast());
  }

  private static String seconds(Duration time) {
    return time == null ? "–" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  /**
   * What came out of one.
   *
   * @param recovery null when it did not
   */
  record Outcome(Duration recovery, Duration slowest, String verdict) {}
}
