package chat.tertulia.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A standalone in a JVM of its own, as an operator runs it. */
final class StandaloneProcess implements AutoCloseable {
  private static final String READY = "Tertulia is ready: ";

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final Path errors;

  private StandaloneProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  static StandaloneProcess start(Path data, Map<String, String> settings) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Standalone.class.getName());
    Path errors = Files.createTempFile(Path.of("target"), "standalone-", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TERTULIA_"));
    builder.environment().put("TERTULIA_DATA", data.toString());
    for (String port : List.of("", "AUTH_", "ROOM_", "HISTORY_", "ADMIN_")) {
      builder.environment().put("TERTULIA_" + port + "PORT", "0");
    }
    builder.environment().put("TERTULIA_ENGINES", Path.of("target", "engines").toString());
    builder.environment().putAll(settings);
    return new StandaloneProcess(builder.start(), errors);
  }

  /** The printed address; fails if the process ends before it is ready. */
  String awaitReady() throws IOException {
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith(READY)) {
        return line.substring(READY.length());
      }
    }
    throw new IllegalStateException("not ready: " + output + " " + errors());
  }

  /** The next line of standard output; null at its end. */
  String line() throws IOException {
    String line = process.inputReader(UTF_8).readLine();
    if (line != null) {
      output.add(line);
    }
    return line;
  }

  /** What was written to standard error. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int awaitExit(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running after " + seconds + " s");
    }
    return process.exitValue();
  }

  void terminate() {
    // By its handle: the process itself would close its output, which says how it ends.
    process.toHandle().destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  @Override
  public void close() {
    terminate();
    if (process.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join() == null) {
      process.destroyForcibly();
    }
  }
}
