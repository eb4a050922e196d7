package chat.tertulia.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * A flight recording's samples of CPU time. They come with the kernel's tick of some milliseconds,
 * so a thread that only runs for a shorter turn is seldom seen: at low load there are few, and they
 * say little. Collector and compiler are not in them.
 */
final class FlightProfile implements Profile {
  private static final String NAME = "name=bench";
  private static final String SAMPLE = "jdk.CPUTimeSample";

  private final long pid;
  private final Path file;
  private boolean running = true;

  private FlightProfile(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  static FlightProfile start(long pid, Path file) {
    jcmd(
        pid,
        "JFR.start",
        NAME,
        "settings=profile",
        SAMPLE + "#enabled=true",
        SAMPLE + "#throttle=1ms");
    return new FlightProfile(pid, file);
  }

  private static void jcmd(long pid, String... words) {
    var command = new ArrayList<>(List.of(Tool.ofJdk("jcmd"), Long.toString(pid)));
    command.addAll(List.of(words));
    Tool.run(command, line -> {});
  }

  @Override
  public Breakdown end() {
    close();
    Map<String, Double> counts = new TreeMap<>();
    long samples = 0;
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
          counts.merge(part(event.getStackTrace().getFrames().getFirst()), 1.0, Double::sum);
          samples++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double all = Math.max(1, samples);
    counts.replaceAll((part, count) -> count / all);
    return new Breakdown("JFR", samples, counts);
  }

  private static String part(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    String name = method.getType().getName() + "." + method.getName();
    return frame.getType().equals("Native") ? "native and kernel: " + name : Part.ofMethod(name);
  }

  @Override
  public void close() {
    if (running) {
      running = false;
      jcmd(pid, "JFR.stop", NAME, "filename=" + file);
    }
  }
}
