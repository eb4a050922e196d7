package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Framing;
import chat.tertulia.testkit.PersistentMember;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.check.Checker;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a standalone owes its people when its JVM is killed, and when it is asked to end. */
class CrashTest {
  private static final int KILLS = 3;
  private static final int SENDERS = 3;
  private static final int LISTENERS = 2;

  /** Every sender says one thing, then pauses this long. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Acknowledgements before a kill, so that it hits traffic and not a start. */
  private static final int ACKNOWLEDGED_BETWEEN_KILLS = 300;

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(25);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);
  private static final long LOOK_EVERY_MS = 10;

  private TertuliaProcess tertulia;
  private World world;

  @BeforeEach
  void start() {
    tertulia = TertuliaProcess.start("crash");
    world = World.at(tertulia.url());
  }

  @AfterEach
  void end() {
    world.close();
    tertulia.close();
  }

  @Test
  void keepsItsPromisesThroughThreeKillsUnderLoad() throws InterruptedException {
    var checker = new Checker();
    Actor owner = world.person("owner");
    Room room = owner.creates("crash");
    List<PersistentMember> senders = members("sender", SENDERS, room, checker);
    List<PersistentMember> listeners = members("listener", LISTENERS, room, checker);

    var load = new Load(senders, room, checker);
    load.start();
    for (int kill = 1; kill <= KILLS; kill++) {
      int due = checker.acknowledged() + ACKNOWLEDGED_BETWEEN_KILLS;
      await(() -> due + " acknowledged", () -> checker.acknowledged() >= due);
      assertTrue(tertulia.isAlive(), "killed while it runs");
      tertulia.kill();
      tertulia.restart();
    }
    int due = checker.acknowledged() + ACKNOWLEDGED_BETWEEN_KILLS;
    await(() -> due + " acknowledged", () -> checker.acknowledged() >= due);
    load.finish();

    await(
        () -> checker.acknowledged() + " of " + load.said() + " acknowledged",
        () -> checker.acknowledged() == load.said());
    settle(owner, room, checker);
    listeners.forEach(PersistentMember::goesOffline);
    int resent = senders.stream().mapToInt(PersistentMember::unanswered).sum();
    assertTrue(resent > 0, "the kills hit posts under way");
    checker.check(Map.of(room.id(), owner.log(room)));
  }

  @Test
  void keepsAccountsSessionsRoomsMessagesAndReadMarks() {
    Actor ann = world.person("ann");
    Actor bob = world.person("bob");
    Room room = ann.creates("kept");
    bob.joins(room);
    long first = ann.posts(room, "before the crash");
    long last = ann.posts(room, "right before the crash");
    bob.rest("PUT", "/rooms/" + room.id() + "/read", Json.object().put("seq", first)).expect(200);
    List<JsonNode> log = ann.log(room);
    JsonNode rooms = bob.rest("GET", "/rooms", null).expect(200).json();

    tertulia.kill();
    tertulia.restart();

    assertEquals(ann.id(), ann.rest("GET", "/auth/me", null).expect(200).json().at("/id").asText());
    assertEquals(log, ann.log(room));
    JsonNode roomsNow = bob.rest("GET", "/rooms", null).expect(200).json();
    assertEquals(rooms, roomsNow);
    JsonNode kept = roomIn(roomsNow, room);
    assertEquals(first, kept.path("readSeq").asLong(), kept::toString);
    assertEquals(1, kept.path("unread").asLong(), kept::toString);
    ann.refreshes();
    bob.signsIn();
    assertEquals(last + 1, ann.posts(room, "after the crash"));
    assertEquals(last + 1, bob.log(room).size());
  }

  @Test
  void endsWithinItsTimeAndWithZeroWhenAsked() {
    Actor ann = world.person("ann");
    Room room = ann.creates("ending");
    try (SocketClient socket = ann.connects()) {
      socket.follow(room.id(), 0L);
      long asked = System.nanoTime();

      tertulia.stop();

      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      assertEquals(0, tertulia.exitCode(), () -> tertulia.tail());
      assertTrue(took.compareTo(STOPPED_WITHIN) < 0, () -> "took " + took + "\n" + tertulia.tail());
    }
  }

  private List<PersistentMember> members(String name, int count, Room room, Checker checker) {
    var members = new ArrayList<PersistentMember>();
    for (int i = 1; i <= count; i++) {
      Actor actor = world.person(name + i);
      actor.joins(room);
      var member = PersistentMember.of(world, actor, name + i, Framing.RAW, checker);
      members.add(member.follows(room, 0).comesOnline());
    }
    return members;
  }

  /** Waits until every follower has the last entry. */
  private void settle(Actor owner, Room room, Checker checker) {
    var logs = Map.of(room.id(), owner.log(room));
    await(() -> checker.behind(logs).toString(), () -> checker.behind(logs).isEmpty());
  }

  private static JsonNode roomIn(JsonNode rooms, Room room) {
    for (JsonNode each : rooms.path("rooms")) {
      if (each.path("id").asText().equals(room.id())) {
        return each;
      }
    }
    throw new AssertionError(room + " is not in " + rooms);
  }

  private void await(Supplier<String> state, BooleanSupplier reached) {
    long until = System.nanoTime() + SETTLED_WITHIN.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("stuck: " + state.get() + "\n" + tertulia.tail());
      }
      try {
        Thread.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /** Everybody talks, in turns, until it is finished. */
  private static final class Load {
    /** Unacknowledged messages at most, so that a long start piles up only so much. */
    private static final int AHEAD = 500;

    private final List<PersistentMember> senders;
    private final Room room;
    private final Checker checker;
    private final Thread thread = Thread.ofPlatform().name("load").daemon().unstarted(this::talk);
    private volatile boolean over;
    private volatile int said;

    Load(List<PersistentMember> senders, Room room, Checker checker) {
      this.senders = senders;
      this.room = room;
      this.checker = checker;
    }

    void start() {
      thread.start();
    }

    private void talk() {
      int count = 0;
      while (!over) {
        if (count - checker.acknowledged() < AHEAD) {
          for (PersistentMember sender : senders) {
            sender.says(room, "message " + ++count);
          }
          said = count;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }

    void finish() throws InterruptedException {
      over = true;
      thread.join();
    }

    int said() {
      return said;
    }
  }
}
