package chat.tertulia.shared.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import com.hazelcast.core.Hazelcast;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What crosses the bus between two nodes of a real cluster. */
class ClusteredBusTest {
  private static final Caller ANN =
      new Caller(
          new UserId("u1"),
          new SessionId("s1"),
          "Ann Ünïcode 🎈",
          "user",
          Instant.ofEpochSecond(2_000_000_000));

  private static Node one;
  private static Node two;

  @BeforeAll
  static void form() throws IOException {
    String first = "127.0.0.1:" + freePort();
    String second = "127.0.0.1:" + freePort();
    one = start(first, second);
    two = start(second, first);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Node start(String self, String other) {
    var settings =
        Settings.of(
            Map.of(
                "TERTULIA_CLUSTER",
                "tcp",
                "TERTULIA_CLUSTER_NAME",
                "bus-test-" + ProcessHandle.current().pid(),
                "TERTULIA_CLUSTER_MEMBERS",
                self + "," + other,
                "TERTULIA_CLUSTER_PORT",
                self.substring(self.indexOf(':') + 1),
                "TERTULIA_ADMIN_PORT",
                "0"));
    return Launcher.await(Node.start(settings.read(NodeSettings.class)));
  }

  @AfterAll
  static void leave() {
    Launcher.await(two.stop());
    Launcher.await(one.stop());
  }

  @Test
  void anAnswerComesBackFromTheOtherNodeWithTheCallerKnown() {
    var there = new VertxBus(one.vertx());
    Launcher.await(
        there.serve(
            Switchboard.GET_USER,
            call ->
                Future.succeededFuture(
                    Answer.of(
                        new Accounts.Profile(
                            call.body().id(), call.caller().name(), null, null, null)))));
    var here = new VertxBus(two.vertx());

    var profile =
        eventually(
            () ->
                here.call(
                    Switchboard.GET_USER,
                    ANN,
                    Call.Origin.INTERNAL,
                    new Accounts.UserRef(new UserId("u2"))));

    assertEquals("Ann Ünïcode 🎈", profile.name());
    assertEquals(new UserId("u2"), profile.id());
  }

  @Test
  void aProblemComesBackTyped() {
    var there = new VertxBus(one.vertx());
    Launcher.await(
        there.serve(
            Switchboard.PEOPLE,
            call -> Future.failedFuture(Problem.field("ids", "must be people"))));
    var here = new VertxBus(two.vertx());
    eventuallyHeard(here);

    var problem =
        assertThrows(
            Problem.class,
            () -> Launcher.await(here.call(Switchboard.PEOPLE, new Accounts.Lookup(List.of()))));

    assertEquals(ErrorCode.BAD_REQUEST, problem.code());
    assertEquals("ids", problem.fields().getFirst().field());
  }

  private static void eventuallyHeard(Bus here) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < until) {
      try {
        Launcher.await(here.call(Switchboard.PEOPLE, new Accounts.Lookup(List.of())));
      } catch (Problem e) {
        if (e.code() != ErrorCode.UNAVAILABLE) {
          return;
        }
      }
    }
  }

  @Test
  void aServiceThatIsNotThereIsUnavailable() {
    var here = new VertxBus(two.vertx());

    var problem =
        assertThrows(
            Problem.class,
            () ->
                Launcher.await(
                    here.call(
                        Switchboard.HEADS,
                        new chat.tertulia.shared.contract.Log.HeadsSince(null))));

    assertEquals(ErrorCode.UNAVAILABLE, problem.code());
    assertTrue(problem.retryAfter().toMillis() > 0);
  }

  /** Answers a search for people with its own name. */
  private static final class Directory extends VerticleBase {
    private final String name;

    Directory(String name) {
      this.name = name;
    }

    @Override
    public Future<?> start() {
      var answer = new Accounts.Profile(new UserId("u1"), name, null, null, null);
      return new VertxBus(vertx)
          .serve(Switchboard.ME, call -> Future.succeededFuture(Answer.of(answer)));
    }
  }

  @Test
  void whatThisNodeAnswersItselfDoesNotCrossTheNetwork() {
    Launcher.await(one.vertx().deployVerticle(new Directory("there")));
    String here = Launcher.await(two.vertx().deployVerticle(new Directory("here")));
    var bus = new VertxBus(two.vertx());

    for (int i = 0; i < 20; i++) {
      assertEquals("here", whoAnswers(bus));
    }

    // Once it has gone from here, the other node is asked without a failed request between.
    Launcher.await(two.vertx().undeploy(here));
    for (int i = 0; i < 20; i++) {
      assertEquals("there", whoAnswers(bus));
    }
  }

  private static String whoAnswers(Bus bus) {
    return Launcher.await(bus.call(Switchboard.ME, ANN, Call.Origin.INTERNAL, new Nothing()))
        .name();
  }

  @Test
  void entriesArriveAsTheyWereMade() throws InterruptedException {
    var heard = new LinkedBlockingQueue<EntryBatch>();
    var here = new VertxBus(two.vertx());
    var room = new RoomId("r1");
    int shard = EntryBatch.shardOf(room, 1024);
    Launcher.await(here.hearShard(shard, heard::add).ready());
    var batch =
        new EntryBatch(
            List.of(
                new LogEntry(
                    room, 7, "member", new UserId("u9"), "removed", "{\"seq\":7,\"é\":\"🎈\"}"),
                new LogEntry(room, 8, "message", null, null, "{}")));
    var there = new VertxBus(one.vertx());

    // A completed registration is not yet known to publishers elsewhere: publish until heard.
    EntryBatch received = null;
    for (int i = 0; i < 100 && received == null; i++) {
      there.publish(batch, 1024);
      received = heard.poll(100, TimeUnit.MILLISECONDS);
    }

    assertEquals(batch, received);
  }

  private static <T> T eventually(java.util.function.Supplier<Future<T>> question) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (true) {
      try {
        return Launcher.await(question.get());
      } catch (Problem e) {
        if (e.code() != ErrorCode.UNAVAILABLE || System.nanoTime() > until) {
          throw e;
        }
      }
    }
  }

  /** Unregistered consumers drop without a word what others have sent already. */
  @Test
  void whoHasWithdrawnIsNotAskedAnyMoreAndStillAnswers() {
    var there = new VertxBus(one.vertx());
    Launcher.await(
        there.serve(
            Switchboard.ROOMS_CANARY, call -> Future.succeededFuture(Answer.of(Nothing.NOTHING))));
    var here = new VertxBus(two.vertx());
    eventually(() -> here.call(Switchboard.ROOMS_CANARY, Nothing.NOTHING));

    Launcher.await(there.withdraw());

    awaitNobody(here, Switchboard.ROOMS_CANARY);
    Launcher.await(there.call(Switchboard.ROOMS_CANARY, Nothing.NOTHING));
  }

  private static void awaitNobody(Bus here, Operation<Nothing, ?> operation) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < until) {
      try {
        Launcher.await(here.call(operation, Nothing.NOTHING));
      } catch (Problem e) {
        assertEquals("the service is not running", e.getMessage());
        return;
      }
    }
    throw new AssertionError("it is still asked");
  }

  /** As after a split: the node is a member, its consumers wait, and nobody knows of them. */
  @Test
  void whatTheClusterLostIsPutBack() {
    var there = new VertxBus(one.vertx());
    Launcher.await(
        there.serve(Switchboard.KEYS, call -> Future.succeededFuture(Answer.of(NO_KEYS))));
    var here = new VertxBus(two.vertx());
    eventually(() -> here.call(Switchboard.KEYS, Nothing.NOTHING));
    assertEquals(0, Launcher.await(there.reassure()));

    wipe(Switchboard.KEYS.address());
    awaitNobody(here, Switchboard.KEYS);

    assertEquals(1, Launcher.await(there.reassure()));
    eventually(() -> here.call(Switchboard.KEYS, Nothing.NOTHING));
  }

  private static final Accounts.KeySet NO_KEYS = new Accounts.KeySet(List.of());

  private static void wipe(String address) {
    Hazelcast.getAllHazelcastInstances()
        .forEach(each -> each.getMultiMap("__vertx.subs").remove(address));
  }
}
