package chat.tertulia.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;

/** Files and folders that only their owner may read: 0600 and 0700 where the system knows modes. */
public final class PrivateFiles {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  private PrivateFiles() {}

  /** Makes the folder, and those above it, if missing. An existing one keeps its mode. */
  public static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode("rwx------"));
    }
  }

  /** Replaces the file in one step: a crash leaves the old text or the new, never a part. */
  public static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), mode("rw-------"))) {
      channel.write(UTF_8.encode(text));
      channel.force(true);
    }
    Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** The text of the file, which is first written with what {@code absent} makes if missing. */
  public static String readOrCreate(Path file, Supplier<String> absent) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      String text = absent.get();
      write(file, text);
      return text;
    }
  }

  /** 256 random bits in characters that need no quoting anywhere. */
  public static String randomSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Removes a file or a folder with all it holds; nothing there is fine. */
  public static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            if (cause instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw cause;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException cause)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static FileAttribute<?>[] mode(String mode) {
    boolean known = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return known
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
