package chat.tertulia.embedded;

import java.nio.file.Path;

/**
 * How an embedded Redis runs.
 *
 * @param engines folder of the unpacked programs, shared by any number of servers; null for {@code
 *     engines} inside the server's own folder
 * @param port TCP port on 127.0.0.1; 0 picks a free one at the first start
 * @param maxMemoryMb memory for keys in MiB; past it writes are refused, nothing is evicted
 */
public record RedisOptions(Path engines, int port, int maxMemoryMb) {

  public static final RedisOptions DEFAULT = new RedisOptions(null, 0, 256);

  public RedisOptions engines(Path folder) {
    return new RedisOptions(folder, port, maxMemoryMb);
  }

  public RedisOptions port(int number) {
    return new RedisOptions(engines, number, maxMemoryMb);
  }
}
