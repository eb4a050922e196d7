package chat.tertulia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Processes stopped where they stand, as by a machine that hangs: they hold their sockets and locks
 * and answer nothing. Linux only.
 */
public final class Freeze implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 1;
  private static final int LOOKS = 5_000;

  private final List<ProcessHandle> frozen;
  private final AtomicBoolean over = new AtomicBoolean();

  private Freeze(List<ProcessHandle> frozen) {
    this.frozen = frozen;
  }

  /** Stops one process. */
  public static Freeze of(ProcessHandle process) {
    signal("STOP", process);
    return sure(new Freeze(List.of(process)));
  }

  /** Stops a process and all below it; the parent first, so that it starts no more. */
  public static Freeze ofAll(ProcessHandle process) {
    signal("STOP", process);
    var all = new ArrayList<ProcessHandle>(List.of(process));
    process
        .descendants()
        .forEach(
            each -> {
              signal("STOP", each);
              all.add(each);
            });
    return sure(new Freeze(all));
  }

  private static Freeze sure(Freeze made) {
    for (int looks = 0; looks < LOOKS; looks++) {
      if (made.holds()) {
        return made;
      }
      try {
        Thread.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    made.close();
    throw new AssertionError("not stopped: " + made.frozen);
  }

  /** Whether the kernel says that all of them are stopped. */
  public boolean holds() {
    return frozen.stream().allMatch(each -> state(each) == 'T');
  }

  /** How many processes. */
  public int size() {
    return frozen.size();
  }

  /** Lets them go on. */
  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      frozen.reversed().forEach(each -> signal("CONT", each));
    }
  }

  /** Sends any signal. */
  public static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The third field of the process's {@code stat}; {@code X} when it has gone. */
  private static char state(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return 'X';
    }
  }
}
