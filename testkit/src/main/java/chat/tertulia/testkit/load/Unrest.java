package chat.tertulia.testkit.load;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.check.Checker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What keeps a crowd from standing still: clients go offline and come back, stop reading and read
 * on, people are removed and let in again. Each is undone by itself, whatever the server does.
 */
final class Unrest {
  /** One more thing happens about so often. */
  private static final long EVERY_MS = 120;

  /** Clients away, not reading, and people removed at a time, at most of each. */
  private static final int AT_ONCE = 4;

  private static final int SHORTEST_MS = 200;
  private static final int LONGEST_MS = 3_000;

  /** A request to a server that is being tormented may have to be repeated for so long. */
  private static final Duration REQUEST_WITHIN = Duration.ofMinutes(3);

  private final List<Guest> guests;
  private final Actor host;
  private final Checker checker;
  private final Random random;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> happening = new ArrayList<>();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Thread thread = Thread.ofPlatform().name("unrest").daemon().unstarted(this::stir);
  private final AtomicInteger absences = new AtomicInteger();
  private final AtomicInteger removals = new AtomicInteger();
  private final AtomicInteger stalls = new AtomicInteger();
  private volatile boolean over;
  private volatile boolean abandoned;
  private volatile boolean calm;

  Unrest(List<Guest> guests, Actor host, Checker checker, Random random) {
    this.guests = guests;
    this.host = host;
    this.checker = checker;
    this.random = random;
  }

  void begins() {
    thread.start();
  }

  private void stir() {
    while (!over) {
      Guest guest = guests.get(random.nextInt(guests.size()));
      Room room = guest.rooms().get(random.nextInt(guest.rooms().size()));
      long ms = random.nextLong(SHORTEST_MS, LONGEST_MS);
      switch (random.nextInt(3)) {
        case 0 -> happen("away " + guest.client(), () -> isAway(guest, ms));
        case 1 -> happen("stall " + guest.client(), () -> stalls(guest, ms));
        default ->
            happen(
                "out " + guest.client().actor().id() + room.id(),
                () -> isOut(guest.client().actor(), room, ms));
      }
      do {
        Patience.pause(EVERY_MS);
      } while (calm && !over);
    }
  }

  /** Begins nothing more for a while, and undoes what is under way. */
  void calm(boolean now) {
    calm = now;
  }

  private void happen(String what, Runnable task) {
    String kind = what.substring(0, what.indexOf(' '));
    long alike = busy.stream().filter(each -> each.startsWith(kind + " ")).count();
    if (alike < AT_ONCE && busy.add(what)) {
      happening.add(
          threads.submit(
              () -> {
                try {
                  task.run();
                } finally {
                  busy.remove(what);
                }
              }));
    }
  }

  private void isAway(Guest guest, long ms) {
    guest.client().goesOffline();
    absences.incrementAndGet();
    linger(ms);
    if (!abandoned) {
      guest.client().comesOnline();
    }
  }

  private void stalls(Guest guest, long ms) {
    guest.client().reads(false);
    stalls.incrementAndGet();
    linger(ms);
    guest.client().reads(true);
  }

  private void isOut(Actor person, Room room, long ms) {
    String path = "/rooms/" + room.id() + "/members/" + person.id();
    // Gone already is what a repeat finds when the first answer was lost.
    Patience.answered(REQUEST_WITHIN, Set.of(204, 404), () -> host.rest("DELETE", path, null));
    removals.incrementAndGet();
    linger(ms);
    checker.readmits(room.id(), person.id());
    Patience.answered(REQUEST_WITHIN, Set.of(200), () -> host.rest("PUT", path, Json.object()));
  }

  private void linger(long ms) {
    for (long waited = 0; waited < ms && !over && !calm; waited += SHORTEST_MS) {
      Patience.pause(Math.min(SHORTEST_MS, ms - waited));
    }
  }

  /** Begins nothing more and leaves everybody where they are. */
  void abandon() {
    abandoned = true;
    over = true;
  }

  /** Undoes everything and waits until it is. */
  void ends() {
    over = true;
    try {
      thread.join();
      for (Future<?> each : happening) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public String toString() {
    return absences + " absences, " + removals + " removals, " + stalls + " stalls";
  }

  int removals() {
    return removals.get();
  }
}
