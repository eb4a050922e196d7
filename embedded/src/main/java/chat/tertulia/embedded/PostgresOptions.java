package chat.tertulia.embedded;

import java.nio.file.Path;

/**
 * How an embedded PostgreSQL runs.
 *
 * @param engines folder of the unpacked programs, shared by any number of servers; null for {@code
 *     engines} inside the server's own folder
 * @param port TCP port on 127.0.0.1; 0 picks a free one at every start
 * @param maxConnections connections at once, over all services
 * @param sharedBuffersMb memory for pages in common, in MiB
 * @param durable false only for tests: a crash of the machine may then lose or ruin everything
 */
public record PostgresOptions(
    Path engines, int port, int maxConnections, int sharedBuffersMb, boolean durable) {

  public static final PostgresOptions DEFAULT = new PostgresOptions(null, 0, 60, 64, true);

  public PostgresOptions engines(Path folder) {
    return new PostgresOptions(folder, port, maxConnections, sharedBuffersMb, durable);
  }

  public PostgresOptions port(int number) {
    return new PostgresOptions(engines, number, maxConnections, sharedBuffersMb, durable);
  }

  public PostgresOptions maxConnections(int limit) {
    return new PostgresOptions(engines, port, limit, sharedBuffersMb, durable);
  }

  public PostgresOptions throwAway() {
    return new PostgresOptions(engines, port, maxConnections, sharedBuffersMb, false);
  }
}
