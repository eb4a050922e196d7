package chat.tertulia.e2e.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process as a container would run it: that command, that environment and no other. */
final class Container implements AutoCloseable {
  private static final int TAIL_LINES = 40;

  private final String name;
  private final Path log;
  private final Process process;

  private Container(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  static Container start(
      String name, Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Container(name, log, builder.start());
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean says(String text) {
    if (!process.isAlive()) {
      throw new AssertionError(name + " has ended with " + process.exitValue() + "\n" + tail());
    }
    return log().contains(text);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  String tail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** Asks it to stop and waits as long as a container gets; what it ended with. */
  int stop(Duration grace) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(name + " would be killed\n" + tail());
    }
    return process.exitValue();
  }

  /** Ends it and what it started. */
  @Override
  public void close() {
    Stream<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    all.toList().forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
