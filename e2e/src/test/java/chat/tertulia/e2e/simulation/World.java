package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;
import static chat.tertulia.e2e.simulation.Scheduler.SECONDS;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.check.Checker;
import chat.tertulia.testkit.check.Follower;
import chat.tertulia.testkit.check.Invariant;
import chat.tertulia.testkit.check.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A platform of a few gateways, log services, rooms and people, all of it drawn from one seed, and
 * one run of it: bad times, then good ones, then everybody leaves.
 */
final class World {
  static final int SHARDS = 4;

  /** How long bad times last. */
  static final long TROUBLE = 12 * SECONDS;

  /** After the last fault every view must have reached the head within this. */
  static final long HEALED_WITHIN = 60 * SECONDS;

  /** After the last person has gone the gateways hold nothing after this. */
  static final long FORGOTTEN_WITHIN = 90 * SECONDS;

  private final Scheduler scheduler;
  private final Sabotage sabotage;
  private final Network network;
  private final Store store;
  private final RoomNode roomService;
  private final Checker checker = new Checker();
  private final List<GatewayNode> gateways = new ArrayList<>();
  private final List<HistoryNode> histories = new ArrayList<>();
  private final List<RoomId> rooms = new ArrayList<>();
  private final List<Person> people = new ArrayList<>();
  private final Map<String, List<JsonNode>> logs = new LinkedHashMap<>();
  private int machines;

  World(Scheduler scheduler, Sabotage sabotage) {
    this.scheduler = scheduler;
    this.sabotage = sabotage;
    this.network = new Network(scheduler);
    this.store = new Store(scheduler, sabotage);
    this.roomService = new RoomNode(this);
    Random random = scheduler.random();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      startGateway();
    }
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      startHistory();
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      var room = new RoomId("room" + i);
      rooms.add(room);
      store.create(room);
    }
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      addPerson("user" + i);
    }
  }

  private void addPerson(String id) {
    var user = new UserId(id);
    int bound = scheduler.chance(0.5) ? 1_500 : 256 * 1024;
    for (int device = scheduler.chance(0.2) ? 2 : 1; device > 0; device--) {
      var person = new Person(this, id + "." + device, user, bound);
      people.add(person);
      for (RoomId room : rooms) {
        boolean all = scheduler.chance(0.7);
        person.follow(room.value(), checker, all ? 0 : Follower.FROM_NOW);
      }
    }
    rooms.forEach(room -> store.change(room, user, true, (outcomes, failed) -> {}));
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Sabotage sabotage() {
    return sabotage;
  }

  Network network() {
    return network;
  }

  Store store() {
    return store;
  }

  RoomNode roomService() {
    return roomService;
  }

  Checker checker() {
    return checker;
  }

  List<GatewayNode> gateways() {
    return gateways;
  }

  List<HistoryNode> histories() {
    return histories;
  }

  List<RoomId> rooms() {
    return rooms;
  }

  List<Person> people() {
    return people;
  }

  void startGateway() {
    gateways.add(new GatewayNode(this, "gateway" + ++machines, scheduler.random().nextInt(1, 4)));
  }

  void startHistory() {
    histories.add(new HistoryNode(this, "history" + ++machines));
  }

  void crash(GatewayNode gateway) {
    scheduler.note(() -> gateway.machine() + " crashes");
    gateway.machine().crash();
    gateways.remove(gateway);
    network.forget(gateway.machine());
    for (Person person : people) {
      if (person.socket() != null && person.socket().gateway() == gateway.machine()) {
        person.socket().cut();
      }
    }
  }

  void crash(HistoryNode history) {
    scheduler.note(() -> history.machine() + " crashes");
    history.machine().crash();
    histories.remove(history);
    network.forget(history.machine());
  }

  /** One run from beginning to end; everything that is wrong. */
  List<Violation> run() {
    // The first members join before anything else can happen to them.
    scheduler.runUntil(200 * MILLIS);
    var trouble = new Trouble(this);
    people.forEach(person -> person.logic().wake());
    scheduler.runUntil(TROUBLE);
    trouble.end();
    scheduler.note(() -> "the last fault is over");
    long deadline = scheduler.now() + HEALED_WITHIN;
    while (scheduler.now() < deadline && !isSettled()) {
      scheduler.runUntil(scheduler.now() + SECONDS);
    }
    List<Violation> found = new ArrayList<>(checker.violations(logs()));
    if (found.isEmpty() && checker.open() > 0) {
      found.add(new Violation(Invariant.CAUGHT_UP, checker.open() + " messages have no answer"));
    }
    if (found.isEmpty()) {
      everybodyLeaves(found);
    }
    return found;
  }

  private boolean isSettled() {
    return checker.open() == 0 && checker.behind(logs()).isEmpty();
  }

  private void everybodyLeaves(List<Violation> found) {
    scheduler.note(() -> "everybody leaves");
    people.forEach(person -> person.logic().rest());
    scheduler.runUntil(scheduler.now() + FORGOTTEN_WITHIN);
    gateways.forEach(gateway -> atBase(gateway.machine(), gateway.meters(), found));
    histories.forEach(history -> atBase(history.machine(), history.meters(), found));
    if (network.shardCount() > 0) {
      found.add(new Violation(Invariant.BACK_AT_BASE, "shards are still registered"));
    }
  }

  private static void atBase(Machine machine, SimpleMeterRegistry meters, List<Violation> found) {
    for (Gauge gauge :
        meters.getMeters().stream()
            .filter(Gauge.class::isInstance)
            .map(Gauge.class::cast)
            // A timer's buckets are gauges that only grow.
            .filter(gauge -> gauge.getId().getTag("le") == null)
            .toList()) {
      if (gauge.value() != 0) {
        found.add(
            new Violation(
                Invariant.BACK_AT_BASE,
                machine + " " + gauge.getId().getName() + " is " + gauge.value()));
      }
    }
  }

  /** The rooms' logs as the store holds them; what was read once is not read again. */
  private Map<String, List<JsonNode>> logs() {
    for (RoomId room : rooms) {
      List<JsonNode> log = logs.computeIfAbsent(room.value(), r -> new ArrayList<>());
      store.rows(room).stream()
          .skip(log.size())
          .forEach(row -> log.add(Json.readObject(row.entry().json())));
    }
    return logs;
  }
}
