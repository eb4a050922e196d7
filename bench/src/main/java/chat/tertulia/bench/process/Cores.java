package chat.tertulia.bench.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * On which cores a process may run, by {@code taskset}.
 *
 * @param list as taskset takes it, such as {@code 0} or {@code 1-3}
 */
public record Cores(String list) {
  private static final long WITHIN_SECONDS = 10;

  /** Every core. */
  public static Cores all() {
    return new Cores("0-" + (Runtime.getRuntime().availableProcessors() - 1));
  }

  /** The first core alone: for a server that is to be saturated. */
  public static Cores first() {
    return new Cores("0");
  }

  /** Every core but the first; the same as all where there is only one. */
  public static Cores others() {
    int count = Runtime.getRuntime().availableProcessors();
    return new Cores(count < 2 ? "0" : "1-" + (count - 1));
  }

  /** The words before a command that keep it there. */
  List<String> prefix() {
    return List.of("taskset", "-c", list);
  }

  /** Moves a running process there with all its threads and all it has started. */
  public void keep(long pid) {
    var pids = new ArrayList<Long>();
    pids.add(pid);
    ProcessHandle.of(pid).ifPresent(p -> p.descendants().forEach(d -> pids.add(d.pid())));
    pids.forEach(this::moveOne);
  }

  /** Moves a running process alone there with all its threads. */
  public void moveOne(long pid) {
    try {
      Process taskset =
          new ProcessBuilder("taskset", "-a", "-c", "-p", list, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!taskset.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
        taskset.destroyForcibly();
        throw new IllegalStateException("taskset hangs");
      }
    } catch (IOException e) {
      throw new IllegalStateException("taskset (util-linux) is needed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
