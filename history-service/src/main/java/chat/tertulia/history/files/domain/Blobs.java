package chat.tertulia.history.files.domain;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;

/** Where the bytes of files are. Names are ours: letters, digits and a dot. */
public interface Blobs {
  /**
   * Stores a file of this process under a name; all of it or nothing. The file may be gone
   * afterwards.
   *
   * @param sha256 hash of the file in lower-case hexadecimal
   */
  Future<Void> put(String name, Path file, long size, String sha256);

  /**
   * Reads part of it. The stream is paused.
   *
   * @param last last byte, inclusive
   */
  Future<ReadStream<Buffer>> read(String name, long first, long last);

  /** Removes it; succeeds when there is none. */
  Future<Void> remove(String name);

  /** Whether it can be used now. */
  Future<Void> ping();

  Future<Void> close();
}
