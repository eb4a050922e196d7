package chat.tertulia.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Samples of {@code perf}, taken by a timer of the CPU's clock that needs no hardware counter. */
final class PerfProfile implements Profile {
  /** Samples for a second of CPU; no multiple of what anything else does. */
  private static final int PER_SECOND = 999;

  private static final long STOP_SECONDS = 10;
  private static final List<String> SAMPLING =
      List.of("perf", "record", "-q", "-e", "cpu-clock", "-F", Integer.toString(PER_SECOND), "-g");

  private final long pid;
  private final Path file;
  private final Process perf;

  private PerfProfile(long pid, Path file, Process perf) {
    this.pid = pid;
    this.file = file;
    this.perf = perf;
  }

  /** Whether perf is there and may look. */
  static boolean isPossible() {
    try {
      Path trial = Files.createTempFile("trial", ".perf");
      try {
        var command = new ArrayList<>(SAMPLING);
        command.addAll(List.of("-o", trial.toString(), "true"));
        return Tool.run(command, line -> {}) == 0;
      } finally {
        Files.delete(trial);
      }
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  static PerfProfile start(long pid, Path file) {
    var command = new ArrayList<>(SAMPLING);
    command.addAll(List.of("-o", file.toString(), "-p", Long.toString(pid)));
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      return new PerfProfile(pid, file, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Breakdown end() {
    close();
    Path names = Path.of("/tmp", "perf-" + pid + ".map");
    try {
      Tool.run(List.of(Tool.ofJdk("jcmd"), Long.toString(pid), "Compiler.perfmap"), line -> {});
      var stacks = new Stacks();
      Tool.run(
          List.of("perf", "script", "-i", file.toString(), "-F", "comm,ip,sym,dso", "--no-inline"),
          stacks::line);
      return stacks.breakdown();
    } finally {
      names.toFile().delete();
    }
  }

  /** Ends the recording as Ctrl-C does, so that it is whole. */
  @Override
  public void close() {
    if (!perf.isAlive()) {
      return;
    }
    perf.destroy();
    try {
      if (!perf.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        perf.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Reads the stacks as {@code perf script} writes them: the thread, its frames, a blank line. */
  static final class Stacks {
    private final Map<String, Double> counts = new TreeMap<>();
    private final List<String> symbols = new ArrayList<>();
    private String thread = "";
    private String library = "";
    private long samples;

    void line(String line) {
      if (line.isBlank()) {
        endOfStack();
      } else if (Character.isWhitespace(line.charAt(0)) && !thread.isEmpty()) {
        frame(line.strip());
      } else {
        thread = line.strip();
      }
    }

    /** An address, a symbol that may hold blanks, and the library in parentheses. */
    private void frame(String line) {
      int symbol = line.indexOf(' ') + 1;
      int from = line.lastIndexOf(" (");
      if (from < symbol) {
        return;
      }
      if (symbols.isEmpty()) {
        library = line.substring(from + 2, line.length() - 1);
      }
      symbols.add(line.substring(symbol, from));
    }

    private void endOfStack() {
      if (!symbols.isEmpty()) {
        counts.merge(Part.of(thread, symbols, library), 1.0, Double::sum);
        samples++;
      }
      symbols.clear();
      thread = "";
    }

    Breakdown breakdown() {
      endOfStack();
      double all = Math.max(1, samples);
      var shares = new TreeMap<>(counts);
      shares.replaceAll((part, count) -> count / all);
      return new Breakdown("perf", samples, shares);
    }
  }
}
