package chat.tertulia.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * One engine as a child process: its log, its end, and who wants to hear of an end that nobody
 * asked for. Safe from any thread.
 */
final class EngineProcess {
  /** A larger log is put aside at the next start, replacing the one put aside before. */
  static final long LOG_BYTES = 10L * 1024 * 1024;

  private static final List<String> FOREIGN_SETTINGS = List.of("PG", "LC_", "LANG", "TERTULIA_");

  private final Path log;
  private final List<IntConsumer> deathListeners = new CopyOnWriteArrayList<>();
  private volatile Process process;

  /** The process whose end was asked for; its end may be heard of after the next has begun. */
  private volatile Process askedToEnd;

  EngineProcess(Path log) {
    this.log = log;
  }

  /**
   * Starts the program with its output in the log and nothing of our settings in its environment.
   */
  void spawn(Path workFolder, List<String> command) throws IOException {
    rotateLog();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(workFolder.toFile());
    clean(builder);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    Process started = builder.start();
    started.getOutputStream().close();
    process = started;
    var _ = started.onExit().thenAccept(this::ended);
  }

  /** Takes from the environment of a program what would change how an engine behaves. */
  static void clean(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeIf(name -> FOREIGN_SETTINGS.stream().anyMatch(name::startsWith));
  }

  private void ended(Process ended) {
    if (!ended.equals(askedToEnd)) {
      deathListeners.forEach(
          listener -> Thread.ofVirtual().start(() -> listener.accept(ended.exitValue())));
    }
  }

  /** The listener gets the exit code of an end nobody asked for, on a virtual thread of its own. */
  void onDeath(IntConsumer listener) {
    deathListeners.add(listener);
  }

  void expectEnd() {
    askedToEnd = process;
  }

  boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  long pid() {
    return process.pid();
  }

  boolean waitForEnd(Duration limit) {
    Process current = process;
    try {
      return current == null || current.waitFor(limit.toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks the program to end: SIGTERM where there are signals. */
  void terminate() {
    Process current = process;
    if (current != null) {
      current.destroy();
    }
  }

  /** SIGKILL to the program and to every process below it. */
  void kill() {
    Process current = process;
    if (current != null) {
      killTree(current.toHandle());
      waitForEnd(Duration.ofSeconds(10));
    }
  }

  /** The parent goes first, so that it can't put anything in the place of a killed child. */
  static void killTree(ProcessHandle root) {
    List<ProcessHandle> below;
    try (Stream<ProcessHandle> descendants = root.descendants()) {
      below = new ArrayList<>(descendants.toList());
    }
    root.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    Duration limit = Duration.ofSeconds(5);
    Waiting.until(limit, () -> below.stream().noneMatch(Orphans::runs));
  }

  /** How many bytes the log holds: what a start adds comes after them. */
  long logSize() {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** What was logged after the mark, at most the last 64 KiB of it. */
  String logSince(long mark) {
    long size = logSize();
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(mark > size ? 0 : mark, size - 65_536));
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private void rotateLog() throws IOException {
    if (logSize() > LOG_BYTES) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
