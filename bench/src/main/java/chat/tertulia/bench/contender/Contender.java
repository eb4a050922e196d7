package chat.tertulia.bench.contender;

import chat.tertulia.bench.process.Child;
import chat.tertulia.bench.process.Engines;
import java.time.Duration;
import java.util.List;

/**
 * One running contender.
 *
 * @param name in the results
 * @param nodes its JVMs
 * @param engines its PostgreSQL and Redis, or null
 * @param metrics where it tells of its commits
 */
public record Contender(
    String name, List<Child> nodes, Engines engines, Dialect dialect, Metrics metrics)
    implements AutoCloseable {

  /** The port of the node for the socket of that number: sockets are dealt out in turn. */
  public int port(int socket) {
    return nodes.get(socket % nodes.size()).port();
  }

  public Usage usage() {
    long allocated = nodes.stream().mapToLong(Child::allocatedBytes).sum();
    return new Usage(
        serverCpu(),
        engines == null ? Duration.ZERO : engines.postgresCpu(),
        engines == null ? Duration.ZERO : engines.redisCpu(),
        allocated,
        metrics.commits());
  }

  /** Resident memory of its JVMs in KiB. */
  public long residentKib() {
    return nodes.stream().mapToLong(Child::residentKib).sum();
  }

  /** Heap in use after full collections, in bytes. */
  public long heapAfterCollection() {
    return nodes.stream().mapToLong(Child::heapAfterCollection).sum();
  }

  /** Registrations ever put into the cluster's map of subscriptions. */
  public long registrationsMade() {
    return nodes.stream().mapToLong(Child::registrationsMade).sum();
  }

  /** Registrations the cluster's map of subscriptions holds now. */
  public long registrations() {
    return nodes.getFirst().registrations();
  }

  /** CPU of its JVMs alone. */
  public Duration serverCpu() {
    return nodes.stream().map(Child::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** How long the compilers of its JVMs have worked. */
  public Duration compiling() {
    return nodes.stream().map(Child::compiling).reduce(Duration.ZERO, Duration::plus);
  }

  /** Messages its database holds. */
  public long storedMessages() {
    boolean own = !(dialect instanceof TertuliaDialect);
    return engines.count(own ? InsertTable.COUNT : InsertTable.COUNT_LOG);
  }

  @Override
  public void close() {
    nodes.forEach(Child::close);
    if (engines != null) {
      engines.close();
    }
  }
}
