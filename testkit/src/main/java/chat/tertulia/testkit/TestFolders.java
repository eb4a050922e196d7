package chat.tertulia.testkit;

import chat.tertulia.embedded.FolderInUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Where the engines of tests keep their files. */
final class TestFolders {
  /** Test JVMs that may run at once in one module. */
  private static final int MAX_SLOTS = 8;

  private TestFolders() {}

  /** Programs unpacked once for all modules of a working copy. */
  static Path engines() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw"))) {
        return folder.resolve("target/engines");
      }
    }
    return here.resolve("target/engines");
  }

  /** Starts something in the first folder of that name that no other process holds. */
  static <T> T inFreeFolder(String name, Function<Path, T> start) {
    Path target = Path.of("target").toAbsolutePath();
    for (int slot = 1; ; slot++) {
      try {
        return start.apply(target.resolve(name + "-" + slot));
      } catch (FolderInUse e) {
        if (slot == MAX_SLOTS) {
          throw e;
        }
      }
    }
  }
}
