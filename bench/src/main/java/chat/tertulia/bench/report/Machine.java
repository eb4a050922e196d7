package chat.tertulia.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What a result depends on besides the scenarios, and nothing that names a machine.
 *
 * @param commit the version measured
 * @param jvm options of the servers' JVMs
 * @param command what was run
 */
public record Machine(
    String date,
    String commit,
    int cores,
    String processor,
    String memory,
    String kernel,
    String jdk,
    String jvm,
    String command) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final long KIB_IN_GIB = 1 << 20;

  public static Machine current(String commit, String jvm, String command) {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        commit,
        Runtime.getRuntime().availableProcessors(),
        value(PROCESSORS, "model name"),
        gib(value(MEMORY, "MemTotal")),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version").replaceAll("-.*", ""),
        System.getProperty("java.vm.vendor") + " " + Runtime.version(),
        jvm,
        command);
  }

  private static String value(Path file, String key) {
    try {
      return Files.readString(file)
          .lines()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String gib(String kib) {
    String digits = kib.replaceAll("\\D", "");
    return digits.isEmpty()
        ? kib
        : Math.round((double) Long.parseLong(digits) / KIB_IN_GIB) + " GiB";
  }

  /** All of it as a list. */
  String describe() {
    return """
    - command: `%s`
    - date: %s; commit: %s
    - machine: %d cores, %s, %s, %s
    - JDK: %s; servers with `%s`
    """
        .formatted(command, date, commit, cores, processor, memory, kernel, jdk, jvm);
  }
}
