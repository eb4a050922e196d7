package chat.tertulia.bench.process;

import java.nio.file.Path;

/** Looks where a running JVM spends its CPU, from its making until its end. */
public interface Profile extends AutoCloseable {
  /**
   * Starts to look: with {@code perf} where it works, which sees kernel and collector too and
   * misses no short turn of a thread; else with a flight recording.
   *
   * @param title of the recording, a file name
   */
  static Profile start(long pid, Path folder, String title) {
    Path file = folder.toAbsolutePath().resolve(title);
    return PerfProfile.isPossible()
        ? PerfProfile.start(pid, file.resolveSibling(title + ".perf"))
        : FlightProfile.start(pid, file.resolveSibling(title + ".jfr"));
  }

  /** Stops and tells. */
  Breakdown end();

  /** Stops, if it has not ended. */
  @Override
  void close();
}
