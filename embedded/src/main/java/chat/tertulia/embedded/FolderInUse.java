package chat.tertulia.embedded;

import java.io.Serial;
import java.nio.file.Path;

/** Another live process holds the folder. */
public final class FolderInUse extends EngineFailure {
  @Serial private static final long serialVersionUID = 1L;

  FolderInUse(Path folder, String holder) {
    super("another Tertulia (pid " + holder + ") already runs on " + folder);
  }
}
