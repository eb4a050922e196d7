package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;
import static chat.tertulia.e2e.simulation.Scheduler.SECONDS;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** What goes on and what goes wrong in the bad times of one run; each run has its own mixture. */
final class Trouble {
  private final World world;
  private final Scheduler scheduler;
  private final Random random;
  private final List<Runnable> kinds = new ArrayList<>();
  private final Set<String> removed = new LinkedHashSet<>();
  private final Set<String> changing = new LinkedHashSet<>();
  private final long pace;
  private int said;
  private boolean over;

  /** Begins at once. */
  Trouble(World world) {
    this.world = world;
    this.scheduler = world.scheduler();
    this.random = scheduler.random();
    this.pace = scheduler.between(150 * MILLIS, 3 * SECONDS);
    List<Runnable> all =
        List.of(
            this::weather,
            this::partition,
            this::gatewayCrash,
            this::historyCrash,
            this::storeCrash,
            this::slowCommits,
            this::freeze,
            this::cutSocket,
            this::vanishedSocket,
            this::slowReader,
            this::offline);
    for (Runnable kind : all) {
      if (scheduler.chance(0.5)) {
        kinds.add(kind);
      }
    }
    again(pace, () -> kinds.isEmpty() ? null : scheduler.oneOf(kinds));
    long talk = scheduler.between(20 * MILLIS, 400 * MILLIS);
    again(talk, () -> this::talk);
    if (scheduler.chance(0.6)) {
      again(scheduler.between(300 * MILLIS, 4 * SECONDS), () -> this::membership);
    }
  }

  private void again(long mean, Supplier<Runnable> what) {
    scheduler.after(
        scheduler.between(0, 3 * mean),
        () -> {
          if (!over) {
            Runnable task = what.get();
            if (task != null) {
              task.run();
            }
            again(mean, what);
          }
        });
  }

  /** No more faults; what is broken is whole again, now. */
  void end() {
    over = true;
    world.network().become(Network.Weather.CALM);
    world.network().reconnect();
    if (!world.store().isUp()) {
      world.store().recover();
    }
    world.store().slowDown(0);
    world.gateways().forEach(g -> g.machine().thaw());
    world.histories().forEach(h -> h.machine().thaw());
    if (world.gateways().isEmpty()) {
      world.startGateway();
    }
    if (world.histories().isEmpty()) {
      world.startHistory();
    }
    for (Person person : world.people()) {
      person.reading(true);
      person.logic().wake();
    }
  }

  private void talk() {
    Person person = scheduler.oneOf(world.people());
    int words = scheduler.chance(0.1) ? 20 : 1 + random.nextInt(3);
    for (int i = 0; i < words; i++) {
      RoomId room = scheduler.oneOf(world.rooms());
      person.logic().say(room.value(), "word " + ++said);
    }
  }

  /** Removes somebody, or lets back in somebody who was removed; one change of each at a time. */
  private void membership() {
    RoomId room = scheduler.oneOf(world.rooms());
    UserId user = scheduler.oneOf(world.people()).user();
    String key = room + " " + user;
    if (changing.contains(key)) {
      return;
    }
    if (removed.remove(key)) {
      changing.add(key);
      world.checker().readmits(room.value(), user.value());
      letIn(room, user, key);
    } else if (world.store().isMember(room, user)) {
      changing.add(key);
      world.roomService().change(room, user, false, done -> wasRemoved(key, done));
    }
  }

  /** Who may be removed or not, nobody knows, is left as they are. */
  private void wasRemoved(String key, boolean surely) {
    changing.remove(key);
    if (surely) {
      removed.add(key);
    }
  }

  /** Asked for again and again until it has happened. */
  private void letIn(RoomId room, UserId user, String key) {
    world
        .roomService()
        .change(
            room,
            user,
            true,
            done -> {
              if (done || world.store().isMember(room, user)) {
                changing.remove(key);
                world.checker().readmitted(room.value(), user.value());
              } else {
                scheduler.after(500 * MILLIS, () -> letIn(room, user, key));
              }
            });
  }

  private void weather() {
    var weather =
        new Network.Weather(
            scheduler.chance(0.5) ? random.nextDouble() * 0.5 : 0,
            scheduler.chance(0.5) ? random.nextDouble() * 0.3 : 0,
            scheduler.chance(0.5) ? random.nextDouble() : 0,
            scheduler.chance(0.8) ? 100 * MILLIS : 6 * SECONDS);
    scheduler.note(() -> "weather " + weather);
    world.network().become(weather);
    later(4 * SECONDS, () -> world.network().become(Network.Weather.CALM));
  }

  private void later(long most, Runnable task) {
    scheduler.after(
        scheduler.between(50 * MILLIS, most),
        () -> {
          if (!over) {
            task.run();
          }
        });
  }

  private Machine someMachine() {
    var all = new ArrayList<Machine>();
    world.gateways().forEach(g -> all.add(g.machine()));
    world.histories().forEach(h -> all.add(h.machine()));
    return all.isEmpty() ? null : scheduler.oneOf(all);
  }

  private void partition() {
    Machine machine = someMachine();
    if (machine != null) {
      boolean holding = scheduler.chance(0.5);
      scheduler.note(() -> machine + " is cut off, holding=" + holding);
      world.network().cutOff(machine, holding);
      later(6 * SECONDS, () -> world.network().reconnect());
    }
  }

  private void gatewayCrash() {
    if (!world.gateways().isEmpty()) {
      world.crash(scheduler.oneOf(world.gateways()));
      later(3 * SECONDS, world::startGateway);
    }
  }

  private void historyCrash() {
    if (!world.histories().isEmpty()) {
      world.crash(scheduler.oneOf(world.histories()));
      later(3 * SECONDS, world::startHistory);
    }
  }

  private void storeCrash() {
    if (world.store().isUp()) {
      world.store().crash();
      later(4 * SECONDS, () -> world.store().recover());
    }
  }

  private void slowCommits() {
    world.store().slowDown(scheduler.between(100 * MILLIS, 5 * SECONDS));
  }

  private void freeze() {
    Machine machine = someMachine();
    if (machine != null) {
      long nanos = scheduler.between(50 * MILLIS, 8 * SECONDS);
      scheduler.note(() -> machine + " stands still for " + nanos / MILLIS + " ms");
      machine.freeze(nanos);
    }
  }

  private void cutSocket() {
    Person person = scheduler.oneOf(world.people());
    if (person.socket() != null) {
      scheduler.note(() -> person + " is cut");
      person.socket().cut();
    }
  }

  private void vanishedSocket() {
    Person person = scheduler.oneOf(world.people());
    if (person.socket() != null) {
      scheduler.note(() -> person + " has a dead line");
      person.socket().vanish();
    }
  }

  private void slowReader() {
    Person person = scheduler.oneOf(world.people());
    scheduler.note(() -> person + " stops reading");
    person.reading(false);
    later(5 * SECONDS, () -> person.reading(true));
  }

  private void offline() {
    Person person = scheduler.oneOf(world.people());
    scheduler.note(() -> person + " goes offline");
    person.logic().rest();
    later(5 * SECONDS, () -> person.logic().wake());
  }
}
