package chat.tertulia.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What a result depends on besides the code, and nothing that names a machine.
 *
 * @param command what was run
 * @param jvm options of the servers' JVMs
 */
public record Machine(
    String date,
    int cores,
    String processor,
    String kernel,
    String jdk,
    String jvm,
    String command) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  public static Machine current(String jvm, String command) {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        Runtime.getRuntime().availableProcessors(),
        processorName(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version").replaceAll("-.*", ""),
        System.getProperty("java.vm.vendor") + " " + Runtime.version(),
        jvm,
        command);
  }

  private static String processorName() {
    try {
      return Files.readString(PROCESSORS)
          .lines()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
