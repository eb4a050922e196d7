package chat.tertulia.gateway.presence;

import static chat.tertulia.testkit.SocketClient.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.gateway.presence.Preferences.Wish;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Places;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.testkit.Freeze;
import chat.tertulia.testkit.LocalRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presence of several gateways over one Redis that is emptied, hung and left behind. */
class PresenceOverNodesTest {
  private static final UserId ANN = new UserId("u-ann");
  private static final UserId BOB = new UserId("u-bob");
  private static final RoomId ROOM = new RoomId("r-plaza");

  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedRedis redis = LocalRedis.start();
  private final Redis direct = Redis.createClient(vertx, redis.url());
  private PresenceNode one;
  private PresenceNode two;

  @BeforeEach
  void start() {
    Launcher.await(
        new VertxBus(vertx)
            .serve(
                Places.ASK,
                call -> {
                  var rooms = new HashMap<UserId, List<RoomId>>();
                  if (call.body().with() == null) {
                    call.body().users().forEach(u -> rooms.put(u, List.of(ROOM)));
                  }
                  return Future.succeededFuture(Answer.of(new Places.Found(rooms)));
                }));
    one = new PresenceNode(vertx, redis.url(), ROOM);
    two = new PresenceNode(vertx, redis.url(), ROOM);
    awaitTrue("leases", () -> one.presence().isKnown() && two.presence().isKnown());
  }

  @AfterEach
  void end() {
    Launcher.await(vertx.close());
    redis.stop();
  }

  @Test
  void aPersonIsTheBestOfTheirConnectionsOverTabsAndNodes() {
    TestWatcher eyes = two.watching(BOB);
    TestWatcher phone = one.connect(BOB);
    one.say(BOB, phone, "away", null);
    awaitShown(two, "away");

    TestWatcher tab = two.connect(BOB);
    awaitShown(one, "online");
    TestWatcher busy = one.connect(BOB);
    one.say(BOB, busy, "dnd", "lunch");
    awaitShown(two, "\"text\":\"lunch\"");

    one.disconnect(BOB, busy);
    awaitShown(two, "online");
    two.disconnect(BOB, tab);
    awaitShown(one, "away");
    one.disconnect(BOB, phone);
    awaitShown(two, "lastSeen");
    assertTrue(two.stateOf(BOB).contains("offline"));
    awaitTrue("the last is told", () -> eyes.statesOf(BOB).getLast().equals("offline"));
    awaitTrue(
        "the room hears the last",
        () -> !two.toldInRoom(BOB).isEmpty() && two.toldInRoom(BOB).getLast().contains("offline"));
  }

  @Test
  void theDeadAreTakenOffByAnotherGateway() {
    one.connect(BOB);
    awaitShown(two, "online");
    TestWatcher eyes = two.watching(BOB);
    awaitTrue("the room hears it", () -> !two.toldInRoom(BOB).isEmpty());

    long killed = System.nanoTime();
    one.kill();
    awaitTrue("it shows", () -> eyes.statesOf(BOB).contains("offline"));
    long seconds = Duration.ofNanos(System.nanoTime() - killed).toSeconds();
    assertTrue(seconds < 15, "after a crash it shows within 15 s, not " + seconds);
    awaitTrue("since when", () -> eyes.frames().getLast().contains("lastSeen"));
    awaitTrue("the room hears it", () -> two.toldInRoom(BOB).getLast().contains("offline"));
    awaitTrue("nothing is left of it", () -> keys("tertulia:{presence}:of:*") == 0);
  }

  @Test
  void aGatewayThatStopsTakesItsPeopleOffAtOnce() {
    one.connect(BOB);
    TestWatcher eyes = two.watching(BOB);
    awaitTrue("bob is there", () -> two.stateOf(BOB).contains("online"));

    one.stop();

    awaitTrue("bob has gone", () -> eyes.statesOf(BOB).contains("offline"));
    awaitTrue("nothing is left of it", () -> keys("tertulia:{presence}:of:*") == 0);
  }

  /** Nobody is said to have gone only because Redis has forgotten them. */
  @Test
  void anEmptiedRedisIsToldAgainWithinALease() {
    one.connect(BOB);
    TestWatcher eyes = two.watching(BOB);
    awaitShown(two, "online");
    awaitTrue("watchers know", () -> !eyes.statesOf(BOB).isEmpty());

    Launcher.await(direct.send(Request.cmd(Command.FLUSHALL)));

    awaitTrue("bob is known again", () -> keys("tertulia:{presence}:user:u-bob") == 1);
    awaitShown(two, "online");
    assertFalse(eyes.statesOf(BOB).contains("offline"), eyes.frames().toString());
  }

  @Test
  void aRedisThatHangsLongerThanALeaseIsUnknownAndHeals() {
    TestWatcher socket = one.connect(BOB);
    TestWatcher eyes = two.watching(BOB);
    awaitShown(two, "online");
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    try (var freeze = Freeze.of(process)) {
      awaitTrue("nothing is known", () -> eyes.statesOf(BOB).contains("unknown"));
      one.say(BOB, socket, "dnd", null);
      long until = System.nanoTime() + PresenceStore.LEASE.plusSeconds(1).toNanos();
      awaitTrue("the leases run out", () -> System.nanoTime() > until);
      assertTrue(freeze.holds(), "it hung all the time");
    }
    awaitTrue("what was said meanwhile is told", () -> eyes.statesOf(BOB).contains("dnd"));
    awaitTrue("REST knows it", () -> one.stateOf(BOB).contains("dnd"));
  }

  @Test
  void anInvisiblePersonLeavesNoTrace() {
    TestWatcher socket = one.connect(BOB);
    awaitShown(two, "online");
    one.disconnect(BOB, socket);
    awaitShown(two, "lastSeen");
    String before = two.stateOf(BOB);

    one.wish(BOB, new Wish("invisible", false, null, null));
    TestWatcher eyes = two.watching(BOB);
    TestWatcher secret = one.connect(BOB);
    awaitTrue("it is written", () -> keys("tertulia:{presence}:of:*") == 1);
    one.disconnect(BOB, secret);
    awaitTrue("it is taken off", () -> keys("tertulia:{presence}:of:*") == 0);

    assertEquals(before, two.stateOf(BOB));
    assertEquals(List.of(), eyes.statesOf(BOB));
  }

  @Test
  void oneWhoHidesWhenTheyWereHereIsNotSeenToHaveBeen() {
    one.wish(BOB, new Wish(null, true, "writing", null));
    TestWatcher socket = one.connect(BOB);
    awaitShown(two, "writing");

    one.disconnect(BOB, socket);

    awaitShown(two, "offline");
    assertFalse(two.stateOf(BOB).contains("lastSeen"));
  }

  @Test
  void aGuestSeesNobodyTheyShareNoRoomWith() {
    one.connect(BOB);
    awaitShown(two, "online");

    assertTrue(two.stateFor("guest", BOB).contains("offline"));
    one.connect(ANN);
    awaitTrue("but themselves", () -> two.stateFor("guest", ANN).contains("online"));
  }

  /** Tabs that say the same, reloads and a socket that flaps cost Redis nothing. */
  @Test
  void comingAndGoingQuicklyIsNotWritten() {
    TestWatcher first = one.connect(BOB);
    awaitShown(two, "online");
    TestWatcher eyes = two.watching(BOB);
    long before = one.presence().writes();

    for (int i = 0; i < 500; i++) {
      TestWatcher more = one.connect(BOB);
      one.disconnect(BOB, first);
      first = more;
      one.disconnect(BOB, first);
      first = one.connect(BOB);
    }
    one.connect(ANN);
    awaitTrue("the flush after it", () -> two.stateOf(ANN).contains("online"));

    assertEquals(before + 1, one.presence().writes(), "Ann alone was written");
    assertEquals(List.of(), eyes.statesOf(BOB));
  }

  private static void awaitShown(PresenceNode from, String part) {
    awaitTrue("bob shows " + part, () -> from.stateOf(BOB).contains(part));
  }

  private int keys(String pattern) {
    return Launcher.await(direct.send(Request.cmd(Command.KEYS).arg(pattern))).size();
  }
}
