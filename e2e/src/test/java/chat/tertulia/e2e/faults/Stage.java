package chat.tertulia.e2e.faults;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.cluster.BusRelay;
import chat.tertulia.testkit.cluster.Cluster;
import chat.tertulia.testkit.cluster.Member;
import chat.tertulia.testkit.cluster.Namespaces;
import chat.tertulia.testkit.cluster.Part;
import chat.tertulia.testkit.cluster.Weathers;
import chat.tertulia.testkit.load.Crowd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A cluster in network namespaces, its database, and people; used for one experiment after another.
 */
final class Stage implements AutoCloseable {
  private static int count;

  private final Store store;
  private final Cluster cluster;
  private final World world;
  private final Crowd.Size size;
  private final List<Actor> people;
  private final List<AutoCloseable> undone = new ArrayList<>();
  private List<Weathers.Harm> weathers = List.of();
  private Crowd crowd;
  private long seed;

  private Stage(Store store, Cluster cluster, Crowd.Size size) {
    this.store = store;
    this.cluster = cluster;
    this.size = size;
    this.world = World.at(cluster.door());
    this.people = Crowd.people(world, size);
  }

  static Stage build(Experiment.Layout layout, Crowd.Size size) throws IOException {
    List<Part> plan = layout == Experiment.Layout.TOGETHER ? Cluster.together(3) : Cluster.apart(2);
    Store store = Store.start(++count);
    try {
      Cluster cluster = Cluster.start(plan, Namespaces.of(plan.size()), store.database());
      return new Stage(store, cluster, size);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Store store() {
    return store;
  }

  World world() {
    return world;
  }

  List<Actor> people() {
    return people;
  }

  /** The crowd of the present experiment. */
  Crowd crowd() {
    return crowd;
  }

  Crowd gather() {
    crowd = Crowd.gather(world, people, size, ++seed);
    return crowd;
  }

  /** The first of a part. */
  Member first(Part part) {
    return cluster.members(part).getFirst();
  }

  /** Starts whoever is not running, all at once. */
  void revive() {
    List<Member> dead = cluster.members().stream().filter(each -> !each.isAlive()).toList();
    dead.forEach(Member::launch);
    dead.forEach(Member::awaitReady);
  }

  /** One weather before the bus of each member. */
  void weather(Supplier<? extends Weathers.Harm> kind) {
    var made = new ArrayList<Weathers.Harm>();
    for (BusRelay each : cluster.buses()) {
      Weathers.Harm harm = kind.get();
      made.add(harm);
      each.weather(harm);
    }
    weathers = made;
  }

  /** The weathers now. */
  List<Weathers.Harm> weathers() {
    return weathers;
  }

  /** Messages pass unharmed again; fails where none was harmed, which would have proved nothing. */
  void clearUp() {
    cluster.buses().forEach(each -> each.weather(BusRelay.FAIR));
    long harmed = weathers.stream().mapToLong(Weathers.Harm::done).sum();
    if (harmed == 0) {
      throw new AssertionError("no message of the bus was harmed");
    }
    System.out.println("faults: " + harmed + " messages of the bus were harmed");
  }

  /** To be undone at the repair. */
  void undoLater(AutoCloseable task) {
    undone.add(task);
  }

  void undo() throws Exception {
    for (AutoCloseable each : undone) {
      each.close();
    }
    undone.clear();
  }

  @Override
  public void close() throws IOException {
    world.close();
    cluster.close();
    store.close();
  }
}
