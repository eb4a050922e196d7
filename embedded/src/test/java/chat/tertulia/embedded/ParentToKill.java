package chat.tertulia.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs both engines in a JVM of its own until somebody kills it. */
final class ParentToKill {
  private ParentToKill() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(folder, TestFolders.POSTGRES, Progress.SILENT);
    EmbeddedRedis redis = EmbeddedRedis.start(folder, TestFolders.REDIS, Progress.SILENT);
    System.out.println("up " + postgres.pid() + " " + redis.pid());
    Thread.sleep(Long.MAX_VALUE);
  }

  /** The parent and its engines' pids, once both engines are up. */
  record Running(Process parent, long postgres, long redis) {}

  static Running start(Path folder) throws IOException {
    Process parent =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ParentToKill.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    for (String line = parent.inputReader().readLine();
        line != null;
        line = parent.inputReader().readLine()) {
      if (line.startsWith("up ")) {
        String[] words = line.split(" ", -1);
        return new Running(parent, Long.parseLong(words[1]), Long.parseLong(words[2]));
      }
    }
    throw new IOException("the engines did not come up");
  }
}
