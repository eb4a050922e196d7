package chat.tertulia.shared.bus;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster should know to be heard here, and what it does know. A cluster that was split,
 * or lost members faster than it copies its map, has been seen without entries that nobody had
 * taken out: the node is a member, its consumers wait, and nothing ever comes.
 *
 * <p>A consumer can only be unregistered whole, and then a request that another node has sent
 * already is dropped without a word. So a process that stops takes out the cluster's entries alone;
 * its handlers stay until the verticle ends.
 *
 * <p>Belongs to one verticle.
 */
final class Announced {
  private static final Logger LOG = LoggerFactory.getLogger(Announced.class);

  /** Numbers of entries put back; those of consumers count from 0. */
  private static final AtomicLong NUMBERS = new AtomicLong(1L << 40);

  private final ClusterManager cluster;

  /** How many consumers are there: of a shard that is heard again the new one comes first. */
  private final Map<String, Integer> addresses = new HashMap<>();

  private final Set<String> putBack = new HashSet<>();

  Announced(Vertx vertx) {
    this.cluster = vertx.isClustered() ? ((VertxInternal) vertx).clusterManager() : null;
  }

  /** A consumer's entry has been made. */
  void add(String address) {
    addresses.merge(address, 1, Integer::sum);
  }

  /** One consumer has gone. */
  Future<Void> remove(String address) {
    boolean others =
        addresses.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1) != null;
    return !others && putBack.remove(address) ? takeOut(address) : Future.succeededFuture();
  }

  /** Completes when the cluster no longer sends what is for these addresses here. */
  Future<Void> withdraw(List<String> which) {
    which.forEach(addresses::remove);
    return cluster == null
        ? Future.succeededFuture()
        : Future.join(which.stream().map(this::takeOut).toList()).mapEmpty();
  }

  /** Puts back what the cluster lost; how many addresses that were. */
  Future<Integer> reassure() {
    if (cluster == null) {
      return Future.succeededFuture(0);
    }
    List<Future<String>> looks = addresses.keySet().stream().map(this::lost).toList();
    return Future.join(looks)
        .transform(
            (ok, failed) ->
                Future.join(
                    looks.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .filter(addresses::containsKey)
                        .map(this::putBack)
                        .toList()))
        .map(CompositeFuture::size)
        .onSuccess(
            count -> {
              if (count > 0) {
                LOG.warn("the cluster had lost registrations of this node count={}", count);
              }
            });
  }

  /** The address if the cluster has lost it, else null. */
  private Future<String> lost(String address) {
    return mine(address).map(found -> found.isEmpty() ? address : null);
  }

  private Future<Void> putBack(String address) {
    putBack.add(address);
    Promise<Void> added = Promise.promise();
    var entry = new RegistrationInfo(cluster.getNodeId(), NUMBERS.getAndIncrement(), false);
    cluster.addRegistration(address, entry, added);
    return added.future();
  }

  private Future<Void> takeOut(String address) {
    return mine(address)
        .compose(
            found ->
                Future.join(
                    found.stream()
                        .map(
                            each -> {
                              Promise<Void> removed = Promise.promise();
                              cluster.removeRegistration(address, each, removed);
                              return removed.future();
                            })
                        .toList()))
        .mapEmpty();
  }

  private Future<List<RegistrationInfo>> mine(String address) {
    Promise<List<RegistrationInfo>> found = Promise.promise();
    cluster.getRegistrations(address, found);
    return found
        .future()
        .map(
            all ->
                all.stream()
                    .filter(each -> each.nodeId().equals(cluster.getNodeId()) && !each.localOnly())
                    .toList());
  }
}
