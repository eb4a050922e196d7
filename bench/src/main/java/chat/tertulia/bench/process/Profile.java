package chat.tertulia.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a running JVM spends its CPU: a flight recording with samples of CPU time, which also count
 * the time in the kernel and in native code.
 */
public final class Profile implements AutoCloseable {
  private static final String RECORDING = "name=bench";
  private static final List<String> VIEWS =
      List.of("cpu-time-hot-methods", "hot-methods", "allocation-by-class", "allocation-by-site");

  private final long pid;
  private final Path file;
  private final String title;
  private boolean running = true;

  private Profile(long pid, Path file, String title) {
    this.pid = pid;
    this.file = file;
    this.title = title;
  }

  /** Starts recording a JVM of the same JDK. */
  public static Profile start(long pid, Path folder, String title) {
    Path file = folder.toAbsolutePath().resolve(title.replace(' ', '-') + ".jfr");
    tool(
        "jcmd",
        Long.toString(pid),
        "JFR.start",
        RECORDING,
        "settings=profile",
        "jdk.CPUTimeSample#enabled=true",
        "jdk.CPUTimeSample#throttle=5ms");
    return new Profile(pid, file, title);
  }

  /** Stops and gives the tables of the most used methods and the most allocated classes. */
  public String views() {
    close();
    var text = new StringBuilder("## ").append(title).append('\n');
    for (String view : VIEWS) {
      text.append(tool("jfr", "view", "--width", "150", view, file.toString()));
    }
    return text.append("recorded in ").append(file.getFileName()).append('\n').toString();
  }

  @Override
  public void close() {
    if (running) {
      running = false;
      tool("jcmd", Long.toString(pid), "JFR.stop", RECORDING, "filename=" + file);
    }
  }

  private static String tool(String name, String... words) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    command.addAll(Arrays.asList(words));
    try {
      Path output = Files.createTempFile("profile", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.waitFor();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
