package chat.tertulia.testkit.load;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Framing;
import chat.tertulia.testkit.PersistentMember;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.check.Checker;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Some dozens of clients in some rooms, over every framing, who talk without a pause while some
 * come and go, some do not read and some are removed and let in again. All tell one {@link
 * Checker}, which judges when the crowd has settled.
 *
 * <pre>{@code
 * Crowd crowd = Crowd.gather(world, Crowd.people(world), 1);
 * crowd.begins();
 * crowd.talksOn();
 * … harm …
 * crowd.talksOn();
 * crowd.settles();
 * }</pre>
 */
public final class Crowd {
  /** Within this after the last fault everybody has everything. */
  public static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  /** Acknowledgements that show that the talk goes on. */
  private static final int TALK = 300;

  private static final Duration TALKS_WITHIN = Duration.ofSeconds(60);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(5);
  private static final int ROOMS_EACH = 3;
  private static final int ONE_IN_POLLS = 12;

  /**
   * How many there are.
   *
   * @param people besides the host
   * @param clients of these people; every other one talks
   * @param pause between two rounds in which each talker says one thing
   */
  public record Size(int people, int clients, int rooms, Duration pause) {
    /** Enough to have every kind of trouble at once. */
    public static final Size SMALL = new Size(20, 26, 8, Duration.ofMillis(50));

    /** The same for several processes on one small machine. */
    public static final Size STEADY = new Size(20, 26, 8, Duration.ofMillis(200));

    /** Some hundred clients in twenty rooms, some hundred messages a second. */
    public static final Size LARGE = new Size(60, 200, 20, Duration.ofSeconds(1));
  }

  private final Actor host;
  private final Checker checker = new Checker();
  private final List<Room> rooms = new ArrayList<>();
  private final List<Guest> guests = new ArrayList<>();
  private final Talk talk;
  private final Unrest unrest;
  private long toldAt = System.nanoTime();

  private Crowd(World world, List<Actor> people, Size size, long seed) {
    this.host = people.getFirst();
    for (int i = 0; i < size.rooms(); i++) {
      rooms.add(host.creates("crowd " + i));
    }
    List<Actor> others = people.subList(1, people.size());
    for (int i = 0; i < size.clients(); i++) {
      guests.add(guest(world, others, i));
    }
    var random = new Random(seed);
    var talkers = new ArrayList<Guest>();
    for (int i = 0; i < guests.size(); i += 2) {
      talkers.add(guests.get(i));
    }
    this.talk = new Talk(talkers, checker, size.pause(), new Random(random.nextLong()));
    this.unrest = new Unrest(guests, host, checker, new Random(random.nextLong()));
  }

  /** People for one crowd after the other. */
  public static List<Actor> people(World world) {
    return people(world, Size.SMALL);
  }

  /** People for crowds of that size. */
  public static List<Actor> people(World world, Size size) {
    var people = new ArrayList<Actor>();
    for (int i = 0; i <= size.people(); i++) {
      people.add(world.person("p" + i));
    }
    return people;
  }

  /**
   * Makes rooms and clients; the first of the people owns the rooms and keeps silent.
   *
   * @param seed of who does what when
   */
  public static Crowd gather(World world, List<Actor> people, long seed) {
    return gather(world, people, Size.SMALL, seed);
  }

  public static Crowd gather(World world, List<Actor> people, Size size, long seed) {
    return new Crowd(world, people, size, seed);
  }

  /** The rooms everything happens in. */
  public List<Room> rooms() {
    return List.copyOf(rooms);
  }

  /** The owner of the rooms. */
  public Actor host() {
    return host;
  }

  private Guest guest(World world, List<Actor> people, int number) {
    Actor actor = people.get(number % people.size());
    Framing framing = number % 3 == 1 ? Framing.SOCKJS : Framing.RAW;
    if (number % ONE_IN_POLLS == ONE_IN_POLLS - 1) {
      framing = Framing.POLLING;
    }
    var client = PersistentMember.of(world, actor, "c" + number, framing, checker);
    var theirs = new ArrayList<Room>();
    for (int i = 0; i < ROOMS_EACH; i++) {
      Room room = rooms.get((number + i * i) % rooms.size());
      if (!theirs.contains(room)) {
        theirs.add(room);
        actor.joins(room);
        client.follows(room, 0);
      }
    }
    return new Guest(client, theirs);
  }

  /** Everybody comes online and talks. */
  public void begins() {
    guests.forEach(each -> each.client().comesOnline());
    talk.begins();
    unrest.begins();
  }

  /** Waits until some more messages have been acknowledged. */
  public void talksOn() {
    int due = checker.acknowledged() + TALK;
    await(TALKS_WITHIN, () -> checker.acknowledged() >= due);
  }

  /**
   * Waits, while the talk goes on and nobody comes or goes, until messages sent from now on are
   * acknowledged and everybody has what the logs held at the time; the time it took.
   */
  public Duration recovers(Duration within) {
    long began = System.nanoTime();
    unrest.calm(true);
    int due = checker.acknowledged() + 2 * guests.size();
    await(within, () -> checker.acknowledged() >= due);
    Map<String, List<JsonNode>> logs = logs();
    await(within.minusNanos(System.nanoTime() - began), () -> checker.behind(logs).isEmpty());
    unrest.calm(false);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Waits until some messages have been sent and not been answered. */
  public void awaitUnderWay() {
    await(TALKS_WITHIN, () -> checker.open() > 0);
  }

  /** How many messages are under way or waiting for a connection now. */
  public int open() {
    return checker.open();
  }

  public Checker checker() {
    return checker;
  }

  /** How many posts were under way when their connection broke. */
  public int unanswered() {
    return guests.stream().mapToInt(each -> each.client().unanswered()).sum();
  }

  /** Connections asked for so far. */
  public int connects() {
    return guests.stream().mapToInt(each -> each.client().connects()).sum();
  }

  /** All errors that were answered, with their count. */
  public Map<String, Integer> refusals() {
    var all = new TreeMap<String, Integer>();
    guests.forEach(
        each -> each.client().refusals().forEach((code, n) -> all.merge(code, n, Integer::sum)));
    return all;
  }

  /** Ends talk and unrest, waits until everybody has everything, and has it judged. */
  public void settles() {
    unrest.ends();
    talk.ends();
    guests.forEach(each -> each.client().comesOnline().reads(true));
    await(SETTLED_WITHIN, () -> checker.open() == 0);
    Map<String, List<JsonNode>> logs = logs();
    await(SETTLED_WITHIN, () -> checker.behind(logs).isEmpty());
    tell();
    checker.check(logs);
    checkErrors();
  }

  private void checkErrors() {
    if (refusals().keySet().stream().anyMatch(code -> code.endsWith(" internal"))) {
      throw new AssertionError("a bug was answered: " + refusals());
    }
    if (unrest.removals() == 0) {
      throw new AssertionError("nobody was removed: " + unrest);
    }
  }

  /** Every other client reads nothing more from its connection, or reads on. */
  public void halfRead(boolean on) {
    for (int i = 1; i < guests.size(); i += 2) {
      guests.get(i).client().reads(on);
    }
  }

  /** Everybody leaves for good, whatever they have or lack. */
  public void leaves() {
    talk.abandon();
    unrest.abandon();
    guests.forEach(each -> each.client().goesOffline());
  }

  /** The logs as they are now. */
  public Map<String, List<JsonNode>> logs() {
    var logs = new LinkedHashMap<String, List<JsonNode>>();
    for (Room room : rooms) {
      String path = "/rooms/" + room.id() + "/entries?limit=1&after=0";
      Patience.answered(SETTLED_WITHIN, Set.of(200), () -> host.rest("GET", path, null));
      logs.put(room.id(), host.log(room));
    }
    return logs;
  }

  private void await(Duration within, java.util.function.BooleanSupplier reached) {
    Patience.await(
        within,
        () -> this + ", behind " + behind(),
        () -> {
          if (System.nanoTime() - toldAt > TOLD_EVERY.toNanos()) {
            tell();
          }
          return reached.getAsBoolean();
        });
  }

  private String behind() {
    try {
      return checker.behind(logs()).toString();
    } catch (RuntimeException | AssertionError e) {
      return "unknown, " + e.getMessage();
    }
  }

  private void tell() {
    toldAt = System.nanoTime();
    System.out.println("crowd: " + this);
  }

  @Override
  public String toString() {
    var codes = new HashMap<>(refusals());
    return "%d sent, %d acknowledged, %d refused, %d seen, %d cut off, %d connects, %s, %s"
        .formatted(
            checker.sent(),
            checker.acknowledged(),
            checker.refused(),
            checker.seen(),
            unanswered(),
            connects(),
            unrest,
            codes);
  }
}
