package chat.tertulia.history.files.store;

import chat.tertulia.history.files.domain.Blobs;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files in a folder, 1,024 folders below it. */
public final class FolderBlobs implements Blobs {
  private final Vertx vertx;
  private final Path folder;

  public FolderBlobs(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  private Path path(String name) {
    return folder.resolve(name.substring(1, 3)).resolve(name);
  }

  /** On the disk when it completes: a message that names it may be acknowledged next. */
  @Override
  public Future<Void> put(String name, Path file, long size, String sha256) {
    return vertx.executeBlocking(
        () -> {
          Path target = path(name);
          Files.createDirectories(target.getParent());
          try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
          Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
          force(target.getParent());
          return null;
        },
        false);
  }

  private static void force(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Future<ReadStream<Buffer>> read(String name, long first, long last) {
    long length = last == Long.MAX_VALUE ? Long.MAX_VALUE : last - first + 1;
    return vertx
        .fileSystem()
        .open(path(name).toString(), new OpenOptions().setWrite(false).setCreate(false))
        .<ReadStream<Buffer>>map(
            file -> {
              file.pause();
              return file.setReadPos(first).setReadLength(length);
            })
        .recover(
            e ->
                Future.failedFuture(
                    e instanceof FileSystemException && e.getCause() instanceof NoSuchFileException
                        ? Problem.notFound()
                        : e));
  }

  @Override
  public Future<Void> remove(String name) {
    return vertx.executeBlocking(
        () -> {
          Files.deleteIfExists(path(name));
          return null;
        },
        false);
  }

  @Override
  public Future<Void> ping() {
    return vertx.executeBlocking(
        () -> {
          Files.createDirectories(folder);
          return null;
        },
        false);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
