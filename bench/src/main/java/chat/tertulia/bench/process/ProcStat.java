package chat.tertulia.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What the kernel accounts to a process, from {@code /proc} (proc(5)). */
public final class ProcStat {
  /** USER_HZ, the unit of times in {@code /proc/<pid>/stat}, is 100 on every Linux that has it. */
  private static final long TICK_NANOS = 10_000_000;

  private static final int UTIME = 11;
  private static final int CSTIME = 14;
  private static final int IDLE = 4;
  private static final int STEAL = 8;
  private static final String RESIDENT = "VmRSS:";

  private ProcStat() {}

  /** User and system time of a process, its ended threads included. */
  public static Duration cpu(long pid) {
    return times(pid, 2);
  }

  /** The same for a process with all that it started, also those that have ended. */
  public static Duration cpuOfTree(long pid) {
    Duration own = times(pid, CSTIME - UTIME + 1);
    try (Stream<ProcessHandle> below =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)) {
      return below.map(child -> times(child.pid(), CSTIME - UTIME + 1)).reduce(own, Duration::plus);
    }
  }

  private static Duration times(long pid, int fields) {
    String stat = read(pid, "stat");
    return stat.isEmpty() ? Duration.ZERO : times(stat, fields);
  }

  /** The sum of so many times of a line of {@code /proc/<pid>/stat}, from utime on. */
  static Duration times(String stat, int fields) {
    // The name before the last parenthesis may hold anything; after it stands field 3.
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 0; i < fields; i++) {
      ticks += Long.parseLong(words[UTIME + i]);
    }
    return Duration.ofNanos(ticks * TICK_NANOS);
  }

  /**
   * The time of all cores.
   *
   * @param busy what was used, by the host's other machines too
   * @param all busy and idle
   */
  public record Machine(Duration busy, Duration all) {
    private static final double HUNDRED = 100;

    /** What has passed since an earlier look. */
    public Machine since(Machine before) {
      return new Machine(busy.minus(before.busy), all.minus(before.all));
    }

    /** How much of it was used by others than those who used that time, in hundredths. */
    public double shareOfOthers(Duration ours) {
      double others = busy.minus(ours).toNanos();
      return all.isZero() ? 0 : Math.max(0, HUNDRED * others / all.toNanos());
    }
  }

  /** The time of all cores since the machine started, from {@code /proc/stat}. */
  public static Machine machine() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      return machine(lines.findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the line of all cores: user, nice, system, idle, iowait, irq, softirq, steal. */
  static Machine machine(String line) {
    String[] words = line.split(" +", -1);
    long all = 0;
    for (int i = 1; i <= STEAL; i++) {
      all += Long.parseLong(words[i]);
    }
    long idle = Long.parseLong(words[IDLE]) + Long.parseLong(words[IDLE + 1]);
    return new Machine(
        Duration.ofNanos((all - idle) * TICK_NANOS), Duration.ofNanos(all * TICK_NANOS));
  }

  /** Resident memory in KiB. */
  public static long residentKib(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // A process that ends while it is read.
      if (ProcessHandle.of(pid).isEmpty()) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
