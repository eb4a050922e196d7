package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MICROS;
import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.loop.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is between the machines: in good weather a queue for each pair of them; in bad weather it
 * loses, doubles, delays and reorders. A machine that is cut off hears nothing from the others;
 * what is sent meanwhile is lost, or held and comes late in a burst.
 */
final class Network {
  /** Until the others know that a machine has died, in nanoseconds. */
  private static final long NOTICED_WITHIN = 5 * Scheduler.SECONDS;

  private final Scheduler scheduler;
  private final Map<String, Long> links = new HashMap<>();
  private final Set<Machine> cutOff = new LinkedHashSet<>();
  private final Map<String, List<Server>> servers = new HashMap<>();
  private final Map<Integer, List<Ear>> ears = new TreeMap<>();
  private List<Runnable> held = new ArrayList<>();
  private Weather weather = Weather.CALM;
  private boolean holds;

  /**
   * How the links are.
   *
   * @param loss share of messages that are lost
   * @param doubling share of messages that come twice
   * @param reordering share of messages that may overtake others
   * @param longest the longest delay, in nanoseconds
   */
  record Weather(double loss, double doubling, double reordering, long longest) {
    static final Weather CALM = new Weather(0, 0, 0, MILLIS);
  }

  /** Who answers an address. */
  record Server(Machine machine, Loop loop, Bus.Serves<?, ?> handler) {}

  /** Who hears a shard, and since when publishers know. */
  record Ear(Machine machine, Loop loop, Consumer<EntryBatch> handler, long knownAt) {}

  Network(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  void become(Weather other) {
    weather = other;
  }

  /**
   * Cuts a machine off.
   *
   * @param holding whether what is sent meanwhile comes later, or never
   */
  void cutOff(Machine machine, boolean holding) {
    cutOff.add(machine);
    holds = holding;
  }

  /** Connects everybody again; what was held arrives now, in any order. */
  void reconnect() {
    cutOff.clear();
    List<Runnable> burst = held;
    held = new ArrayList<>();
    burst.forEach(each -> scheduler.after(scheduler.between(0, 20 * MILLIS), each));
  }

  /** Carries a message from machine to machine, as it can. */
  void carry(Machine from, Machine to, Loop loop, Runnable task) {
    Runnable arrival = () -> loop.execute(task);
    if (!from.isAlive()) {
      return;
    }
    if (from == to) {
      arrival.run();
      return;
    }
    if (cutOff.contains(from) || cutOff.contains(to)) {
      if (holds) {
        held.add(arrival);
      }
      return;
    }
    if (scheduler.chance(weather.loss())) {
      scheduler.note(() -> "lost on the way from " + from + " to " + to);
      return;
    }
    send(from, to, arrival);
    if (scheduler.chance(weather.doubling())) {
      send(from, to, arrival);
    }
  }

  private void send(Machine from, Machine to, Runnable arrival) {
    long delay = scheduler.between(100 * MICROS, Math.max(MILLIS, weather.longest()));
    if (scheduler.chance(weather.reordering())) {
      scheduler.after(delay, arrival);
      return;
    }
    String link = from + ">" + to;
    long at = Math.max(scheduler.now() + delay, links.getOrDefault(link, 0L) + 1);
    links.put(link, at);
    scheduler.after(at - scheduler.now(), arrival);
  }

  void serve(String address, Server server) {
    servers.computeIfAbsent(address, a -> new ArrayList<>()).add(server);
  }

  /** Some server of an address, perhaps one that has died already; null when there is none. */
  Server serverOf(String address) {
    List<Server> all = servers.getOrDefault(address, List.of());
    return all.isEmpty() ? null : scheduler.oneOf(all);
  }

  void hear(int shard, Ear ear) {
    ears.computeIfAbsent(shard, s -> new ArrayList<>()).add(ear);
  }

  void unhear(int shard, Ear ear) {
    List<Ear> all = ears.get(shard);
    if (all != null) {
      all.remove(ear);
      if (all.isEmpty()) {
        ears.remove(shard);
      }
    }
  }

  /** Those that a publisher knows of now. */
  List<Ear> earsOf(int shard) {
    return ears.getOrDefault(shard, List.of()).stream()
        .filter(ear -> ear.knownAt() <= scheduler.now())
        .toList();
  }

  /** How many shards anybody is registered for. */
  int shardCount() {
    return ears.size();
  }

  /** A machine has died: the others find out sooner or later. */
  void forget(Machine machine) {
    scheduler.after(
        scheduler.between(100 * MILLIS, NOTICED_WITHIN),
        () -> {
          servers.values().forEach(all -> all.removeIf(s -> s.machine() == machine));
          ears.values().forEach(all -> all.removeIf(e -> e.machine() == machine));
          ears.values().removeIf(List::isEmpty);
        });
  }
}
