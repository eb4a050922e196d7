package chat.tertulia.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void heldFolderNamesItsHolder() {
    try (FolderLock _ = FolderLock.take(folder)) {
      FolderInUse refused = assertThrows(FolderInUse.class, () -> FolderLock.take(folder));

      assertEquals(
          "another Tertulia (pid %d) already runs on %s"
              .formatted(ProcessHandle.current().pid(), folder),
          refused.getMessage());
    }
  }

  @Test
  void releasedFolderCanBeTakenAgain() {
    FolderLock.take(folder).close();

    FolderLock.take(folder).close();
  }

  @Test
  void fileInPlaceOfTheFolderIsToldInWords() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));

    EngineFailure refused = assertThrows(EngineFailure.class, () -> FolderLock.take(file));

    assertEquals(
        "cannot use the folder %s: there is a file of that name".formatted(file),
        refused.getMessage());
  }
}
