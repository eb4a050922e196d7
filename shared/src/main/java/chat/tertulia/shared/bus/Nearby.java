package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What this process answers and hears itself, so that it need not cross the bus: a task for the
 * loop of whoever answers is all it takes. Shared by all verticles of a Vert.x; any thread.
 */
final class Nearby implements Shareable {
  /** How long other nodes are asked after an answer from here did not come. */
  static final Duration AVOIDED_FOR = Duration.ofSeconds(10);

  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Map<Integer, List<Ear>> ears = new ConcurrentHashMap<>();

  /** The one of a Vert.x. */
  static Nearby of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Nearby>getLocalMap("tertulia")
        .computeIfAbsent("nearby", name -> new Nearby());
  }

  /** How a request is answered; called on the context of whoever answers. */
  @FunctionalInterface
  interface Answers {
    /** Fails with a problem only. */
    Future<Parcel> answer(Caller caller, Call.Origin origin, Parcel request);
  }

  /** One verticle that answers. */
  record Desk(Context context, Answers answers) {}

  /** Who hears a shard. */
  record Ear(Context context, Consumer<EntryBatch> handler) {}

  private static final class Service {
    private final List<Desk> desks = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean avoided;
    private volatile long avoidedUntil;
  }

  void add(String address, Desk desk) {
    services.computeIfAbsent(address, a -> new Service()).desks.add(desk);
  }

  void remove(String address, Desk desk) {
    Service service = services.get(address);
    if (service != null) {
      service.desks.remove(desk);
    }
  }

  /** No answer came from here in time. */
  void avoid(String address, long nowNanos) {
    Service service = services.get(address);
    if (service != null) {
      service.avoidedUntil = nowNanos + AVOIDED_FOR.toNanos();
      service.avoided = true;
    }
  }

  /** Who answers here, in turn; null when other nodes should be asked. */
  Desk find(String address, long nowNanos) {
    Service service = services.get(address);
    if (service == null || service.avoided && nowNanos - service.avoidedUntil <= 0) {
      return null;
    }
    service.avoided = false;
    // One that leaves meanwhile must not break the count.
    Object[] desks = service.desks.toArray();
    return desks.length == 0
        ? null
        : (Desk) desks[Math.floorMod(service.turn.getAndIncrement(), desks.length)];
  }

  void add(int shard, Ear ear) {
    ears.computeIfAbsent(shard, s -> new CopyOnWriteArrayList<>()).add(ear);
  }

  void remove(int shard, Ear ear) {
    List<Ear> all = ears.get(shard);
    if (all != null) {
      all.remove(ear);
    }
  }

  /** Tells whoever hears the shard here, each on its own loop and in the order of the calls. */
  void tell(int shard, EntryBatch batch) {
    List<Ear> all = ears.get(shard);
    if (all != null) {
      all.forEach(ear -> ear.context().runOnContext(now -> ear.handler().accept(batch)));
    }
  }
}
