package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Freeze;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.check.Checker;
import chat.tertulia.testkit.check.Usage;
import chat.tertulia.testkit.check.Violation;
import chat.tertulia.testkit.load.Crowd;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * What a standalone owes a crowd while its parts hang or die under it. One process suffers
 * everything in turn, each time under a new crowd, and must be as good as new in the end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultTest {
  /** Longer than a socket may be silent, so that both sides have given each other up. */
  private static final Duration HANG = Duration.ofSeconds(15);

  /** How long a database hangs; longer than any request waits for it. */
  private static final Duration DATABASE_HANG = Duration.ofSeconds(6);

  /** The time promised until a request hears that something does not answer. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MS = 50;

  /** Caches, pools, code that ran for the first time; a hundred clients' garbage is more. */
  private static final long HEAP_SLACK_BYTES = 48L << 20;

  @RegisterExtension
  static final TestWatcher LOG_ON_FAILURE =
      new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
          System.out.println(context.getDisplayName() + " failed; the log:\n" + tertulia.tail());
        }
      };

  private static TertuliaProcess tertulia;
  private static World world;
  private static List<Actor> people;
  private static Usage base;
  private static long seed;

  private Crowd crowd;

  @BeforeAll
  static void start() {
    tertulia = TertuliaProcess.start("fault");
    world = World.at(tertulia.url());
    people = Crowd.people(world);
    base = tertulia.usage();
  }

  @AfterAll
  static void end() {
    world.close();
    tertulia.close();
  }

  @BeforeEach
  void gather() {
    crowd = Crowd.gather(world, people, ++seed);
  }

  @Test
  void aProcessThatHangsLosesNothing() {
    crowd.begins();
    crowd.talksOn();
    int connects = crowd.connects();
    try (var freeze = Freeze.of(tertulia.handle())) {
      assertTrue(crowd.open() > 0, "posts are under way");
      int acknowledged = crowd.checker().acknowledged();
      passes(HANG);
      assertTrue(freeze.holds(), "it was stopped all the time");
      assertTrue(crowd.checker().acknowledged() - acknowledged < crowd.open(), "nothing went on");
    }
    crowd.talksOn();
    finish();
    assertTrue(crowd.connects() > connects, crowd::toString);
  }

  @Test
  void aKilledDatabaseLosesNothing() {
    crowd.begins();
    crowd.talksOn();
    for (int kill = 1; kill <= 2; kill++) {
      ProcessHandle postgres = tertulia.postgres();
      killUnderWay("KILL", postgres);
      crowd.talksOn();
      assertNotEquals(postgres.pid(), tertulia.postgres().pid(), "another one took its place");
    }
    finish();
    assertFailedPosts();
  }

  @Test
  void aDatabaseStoppedAtOnceLosesNothing() {
    crowd.begins();
    crowd.talksOn();
    ProcessHandle postgres = tertulia.postgres();
    // What pg_ctl stop -m immediate sends.
    killUnderWay("QUIT", postgres);
    crowd.talksOn();
    assertNotEquals(postgres.pid(), tertulia.postgres().pid(), "another one took its place");
    finish();
    assertFailedPosts();
  }

  @Test
  void aKilledConnectionOfTheDatabaseLosesNothing() {
    crowd.begins();
    crowd.talksOn();
    ProcessHandle postgres = tertulia.postgres();
    for (int kill = 1; kill <= 3; kill++) {
      ProcessHandle backend =
          postgres
              .children()
              .filter(each -> commandLine(each).contains("tertulia_history"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no connection of the log"));
      killUnderWay("KILL", backend);
      crowd.talksOn();
    }
    assertEquals(postgres.pid(), tertulia.postgres().pid(), "the server coped by itself");
    finish();
    assertFailedPosts();
  }

  @Test
  void aDatabaseThatHangsIsToldInTimeAndLosesNothing() throws Exception {
    Actor ann = people.get(1);
    Room room = ann.creates("waiting");
    crowd.begins();
    crowd.talksOn();
    try (SocketClient socket = ann.connects();
        var freeze = Freeze.ofAll(tertulia.postgres())) {
      assertTrue(freeze.size() > 3, "its connections hang too");
      long began = System.nanoTime();
      var byRest = CompletableFuture.supplyAsync(() -> ann.posts(room, "w1", "anybody?"));
      var bySocket =
          socket.sendLater("room.post", SocketClient.message(room.id(), "w2", "anybody else?"));
      JsonNode answer = within(TOLD_WITHIN, bySocket);
      tell("a post on a socket", began);
      assertEquals("unavailable", answer.path("message").asText(), answer::toString);
      assertUnavailable(within(TOLD_WITHIN, byRest));
      tell("a post by REST", began);
      assertReadsAreToldInTime(ann, room, socket);
      passes(DATABASE_HANG.minus(Duration.ofNanos(System.nanoTime() - began)));
      assertTrue(freeze.holds(), "it hung all the time");
    }
    SocketClient.awaitTrue(
        "the repeat gets through", () -> ann.posts(room, "w1", "anybody?").status() < 300);
    SocketClient.awaitTrue(
        "the repeat gets through", () -> ann.posts(room, "w2", "anybody else?").status() < 300);
    List<JsonNode> log = ann.log(room);
    assertEquals(1, count(log, "w1"), log::toString);
    assertEquals(1, count(log, "w2"), log::toString);
    crowd.talksOn();
    finish();
    assertFailedPosts();
  }

  /** Whatever is asked of any service, by REST or socket. */
  private static void assertReadsAreToldInTime(Actor ann, Room room, SocketClient socket)
      throws Exception {
    var byRest = new ArrayList<CompletableFuture<RestReply>>();
    for (String path : List.of("/rooms", "/rooms/" + room.id() + "/messages", "/users?q=a")) {
      byRest.add(CompletableFuture.supplyAsync(() -> ann.rest("GET", path, null)));
    }
    var page = Json.object().put("roomId", room.id());
    var bySocket =
        List.of(
            socket.sendLater("room.list", Json.object()),
            socket.sendLater("room.history", page),
            socket.sendLater("room.leave", page));
    long until = System.nanoTime() + TOLD_WITHIN.toNanos();
    for (var each : byRest) {
      assertUnavailable(within(left(until), each));
    }
    for (var each : bySocket) {
      JsonNode answer = within(left(until), each);
      assertEquals("unavailable", answer.path("message").asText(), answer::toString);
    }
  }

  private static Duration left(long untilNanos) {
    return Duration.ofNanos(untilNanos - System.nanoTime());
  }

  private static void assertUnavailable(RestReply reply) {
    assertEquals("unavailable", reply.code(), reply::toString);
    assertEquals("1", reply.header("Retry-After"), reply::toString);
  }

  private static void tell(String what, long sinceNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
    System.out.println(what + " to a database that hangs was answered after " + took);
  }

  private static long count(List<JsonNode> log, String clientId) {
    return log.stream().filter(e -> e.path("clientId").asText().equals(clientId)).count();
  }

  @Test
  void withoutPresenceMessagesFlow() {
    Actor ann = people.get(1);
    Actor bob = people.get(2);
    crowd.begins();
    crowd.talksOn();
    try (SocketClient socket = bob.connects()) {
      await("bob is online", () -> stateOf(bob, ann).equals("online"));
      ProcessHandle redis = tertulia.redis();
      // Held down, so that there is time to look: the process in its place is stopped as it comes.
      killUnderWay("KILL", redis);
      try (var freeze = Freeze.ofAll(tertulia.redis())) {
        crowd.talksOn();
        await("bob is unknown", () -> stateOf(bob, ann).equals("unknown"));
        assertTrue(freeze.holds(), "it hung all the time");
        assertTrue(!socket.isClosed(), "the socket lives");
      }
      await("bob is online again", () -> stateOf(bob, ann).equals("online"));
    }
    crowd.talksOn();
    finish();
    assertTrue(!crowd.refusals().containsKey("post unavailable"), crowd::toString);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void everythingIsGivenBack() {
    crowd.begins();
    crowd.talksOn();
    finish();
    List<Violation> last = List.of(new Violation(null, "never looked"));
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!last.isEmpty() && System.nanoTime() < until) {
      passes(Duration.ofSeconds(2));
      last = tertulia.usage().above(base, HEAP_SLACK_BYTES);
    }
    Checker.fail(last);
  }

  private void finish() {
    crowd.settles();
    crowd.leaves();
  }

  @AfterEach
  void leave() {
    crowd.leaves();
  }

  /** A signal that hits posts under way. */
  private void killUnderWay(String signal, ProcessHandle victim) {
    crowd.awaitUnderWay();
    Freeze.signal(signal, victim);
    await("it is dead", () -> !victim.isAlive());
  }

  private void assertFailedPosts() {
    assertTrue(crowd.refusals().containsKey("post unavailable"), crowd::toString);
  }

  private static String stateOf(Actor whom, Actor asking) {
    JsonNode answer = asking.rest("GET", "/presence?users=" + whom.id(), null).expect(200).json();
    return answer.at("/presence/0/state").asText();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static <T> T within(Duration limit, CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + limit, e);
    }
  }

  /** The fault lasts. */
  private static void passes(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static void await(String reason, BooleanSupplier reached) {
    await(() -> reason, reached);
  }

  private static void await(Supplier<String> reason, BooleanSupplier reached) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("in vain: " + reason.get() + "\n" + tertulia.tail());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
    }
  }
}
