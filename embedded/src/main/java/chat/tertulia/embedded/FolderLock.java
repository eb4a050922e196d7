package chat.tertulia.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Keeps a folder for one process at a time. The operating system drops the lock with the process,
 * so a kill leaves nothing to clean up; the holder's pid in the file is there to be shown.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "tertulia.lock";
  // Beyond the pid, so that it stays readable where a lock also forbids reading.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final int PID_BYTES = 20;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made if it is missing.
   *
   * @throws FolderInUse if another process, or this one, holds it already
   */
  public static FolderLock take(Path folder) {
    try {
      PrivateFiles.folder(folder);
      FileChannel channel = FileChannel.open(folder.resolve(FILE), CREATE, READ, WRITE);
      try {
        if (!locked(channel)) {
          throw new FolderInUse(folder, holder(channel));
        }
        channel.truncate(0);
        channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
        return new FolderLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EngineFailure("cannot use the folder " + folder + ": " + reason(e), e);
    }
  }

  /** In words: who reads this chose the folder and may never have seen the name of a Java class. */
  private static String reason(IOException e) {
    return switch (e) {
      case FileAlreadyExistsException _ -> "there is a file of that name";
      case AccessDeniedException _ -> "no permission to write there";
      case NoSuchFileException _ -> "it cannot be made there";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> e.toString();
    };
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(PID_BYTES);
    channel.read(pid, 0);
    String text = US_ASCII.decode(pid.flip()).toString().strip();
    return text.isEmpty() ? "unknown" : text;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EngineFailure("cannot release a folder lock: " + e, e);
    }
  }
}
