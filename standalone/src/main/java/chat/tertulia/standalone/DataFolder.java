package chat.tertulia.standalone;

import chat.tertulia.embedded.EngineFailure;
import chat.tertulia.embedded.FolderLock;
import chat.tertulia.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The one folder that holds everything that must survive, kept for one process at a time, and the
 * secrets that were made at random when it was new.
 */
final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FolderLock lock;

  private DataFolder(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  static DataFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    return new DataFolder(root, FolderLock.take(root));
  }

  Path root() {
    return root;
  }

  /** Password of the database roles of the services. */
  String rolePassword() {
    return secret("database-roles");
  }

  /** Encrypts the signing keys that auth-service keeps in the database. */
  String keySecret() {
    return secret("signing-keys");
  }

  private String secret(String name) {
    Path secrets = root.resolve("secrets");
    try {
      PrivateFiles.folder(secrets);
      return PrivateFiles.readOrCreate(secrets.resolve(name), PrivateFiles::randomSecret);
    } catch (IOException e) {
      throw new EngineFailure("cannot keep a secret in " + secrets + ": " + e, e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
