package chat.tertulia.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the working copy is. */
final class Repository {
  static final Path ROOT = root();

  private Repository() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside a working copy");
      }
    }
    return folder;
  }
}
