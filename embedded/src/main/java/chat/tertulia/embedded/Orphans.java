package chat.tertulia.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Engines whose parent was killed. An engine's pid file alone proves nothing: after a reboot the
 * same number is some other program, so the command line must name our folder as well.
 */
final class Orphans {
  private Orphans() {}

  /** The living engine of which the first line of the pid file tells, if it works on the folder. */
  static Optional<ProcessHandle> find(Path pidFile, Path folder) {
    return firstLine(pidFile)
        .flatMap(Orphans::pid)
        .flatMap(ProcessHandle::of)
        .filter(Orphans::runs)
        .filter(process -> names(process, folder));
  }

  /** Alive and not a zombie: a dead orphan nobody waits for stays in the process table. */
  static boolean runs(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    try {
      String text = Files.exists(stat) ? Files.readString(stat) : "";
      return !text.startsWith("Z", text.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return process.isAlive();
    }
  }

  private static boolean names(ProcessHandle process, Path folder) {
    Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    List<String> words;
    try {
      words =
          Files.exists(commandLine)
              ? List.of(new String(Files.readAllBytes(commandLine), UTF_8).split("\0"))
              : List.of(process.info().arguments().orElseGet(() -> new String[0]));
    } catch (IOException e) {
      return false;
    }
    return words.stream().anyMatch(word -> word.startsWith(folder.toString()));
  }

  private static Optional<String> firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> pid(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip())).filter(pid -> pid > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
