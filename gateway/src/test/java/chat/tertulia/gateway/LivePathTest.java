package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The live path over real sockets: order, holes, resume, removal, sessions, bad input. */
class LivePathTest {
  private static final Person ANN = LiveGateway.person("ann");
  private static final Person BOB = LiveGateway.person("bob");
  private static final AtomicInteger ROOMS = new AtomicInteger();

  private static LiveGateway gateway;

  private final RoomId room = new RoomId("room-" + ROOMS.incrementAndGet());

  @BeforeAll
  static void start() {
    gateway = new LiveGateway(Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whoFollowsSeesWhatIsSaid() {
    try (var ann = member(ANN);
        var bob = member(BOB)) {
      ann.follow(room.value(), null);
      bob.follow(room.value(), null);

      JsonNode posted = ann.post(room.value(), "c1", "hello");

      assertEquals("rec", posted.path("type").asText());
      bob.awaitNumber(room.value(), posted.path("body").path("seq").asLong());
      assertEquals("hello", bob.entries(room.value()).getLast().path("content").asText());
      assertEquals("ann", bob.entries(room.value()).getLast().path("actor").path("name").asText());
    }
  }

  @Test
  void sockJsFramingCarriesTheSame() {
    gateway.log().join(room, ANN.id());
    try (var ann = SocketClient.sockJs(gateway.node().vertx(), gateway.port())) {
      ann.open(gateway.tokens().of(ANN));
      ann.follow(room.value(), 0L);

      JsonNode posted = ann.post(room.value(), "c1", "a \"quoted\" é 🎈");

      ann.awaitNumber(room.value(), posted.path("body").path("seq").asLong());
      assertEquals(
          "a \"quoted\" é 🎈", ann.entries(room.value()).getLast().path("content").asText());
    }
  }

  @Test
  void resumeBringsWhatWasMissedOnceAndInOrder() {
    try (var ann = member(ANN)) {
      gateway.log().join(room, BOB.id());
      say(700);

      JsonNode live = ann.follow(room.value(), 100L);

      long head = gateway.log().head(room);
      assertEquals(head, live.path("head").asLong());
      assertEquals("epoch-1", live.path("epoch").asText());
      assertEquals(numbers(101, head), ann.numbers(room.value()));
    }
  }

  @Test
  void aShortAbsenceIsResumedFromTheRingWithOneQuestionForTheMembership() {
    try (var ann = member(ANN);
        var bob = member(BOB)) {
      bob.follow(room.value(), null);
      say(20);
      bob.awaitNumber(room.value(), gateway.log().head(room));
      int before = gateway.log().reads();

      ann.follow(room.value(), gateway.log().head(room) - 10);

      assertEquals(10, ann.numbers(room.value()).size());
      assertEquals(1, gateway.log().reads() - before);
    }
  }

  @Test
  void nothingIsMissedOrRepeatedBetweenResumeAndLive() {
    for (int round = 0; round < 20; round++) {
      var here = new RoomId("race-" + round + "-" + room.value());
      gateway.log().join(here, ANN.id());
      var talker =
          Thread.startVirtualThread(
              () -> IntStream.range(0, 300).forEach(i -> gateway.log().say(here, BOB, "m" + i)));
      try (var ann = gateway.connect(ANN)) {
        ann.follow(here.value(), 0L);
        join(talker);
        long head = gateway.log().head(here);
        ann.awaitNumber(here.value(), head);
        assertEquals(numbers(1, head), ann.numbers(here.value()));
      }
    }
  }

  @Test
  void whatTheBusLosesDoublesAndShufflesArrivesOnceAndInOrder() {
    try (var ann = member(ANN)) {
      ann.follow(room.value(), 0L);
      for (int round = 0; round < 5; round++) {
        gateway.log().holdBack();
        say(40);
        gateway.log().release(new Random(round));
      }
      long head = gateway.log().head(room);

      ann.awaitNumber(room.value(), head);

      assertEquals(numbers(1, head), ann.numbers(room.value()));
    }
  }

  @Test
  void totalLossOfTheBusIsHealedByTheHeadCheck() {
    try (var ann = member(ANN)) {
      ann.follow(room.value(), null);
      gateway.log().holdBack();
      say(3);
      gateway.log().lose();
      long head = gateway.log().head(room);

      ann.awaitNumber(room.value(), head);

      assertEquals(numbers(2, head), ann.numbers(room.value()));
    }
  }

  @Test
  void nobodySeesBeyondTheirRemoval() {
    try (var ann = member(ANN);
        var bob = member(BOB)) {
      ann.follow(room.value(), 0L);
      bob.follow(room.value(), 0L);
      gateway.log().holdBack();
      say(5);
      gateway.log().remove(room, BOB.id());
      long removal = gateway.log().head(room);
      say(5);
      gateway.log().release(new Random(7));
      long head = gateway.log().head(room);

      ann.awaitNumber(room.value(), head);
      bob.awaitNumber(room.value(), removal);

      assertEquals(numbers(1, head), ann.numbers(room.value()));
      assertEquals(numbers(1, removal), bob.numbers(room.value()));
      bob.register("room." + room, 0L);
      assertEquals("access_denied", err(bob, "room." + room).path("message").asText());
    }
  }

  @Test
  void whoIsNoMemberIsDeniedWhetherTheRoomExistsOrNot() {
    gateway.log().join(room, ANN.id());
    try (var bob = gateway.connect(BOB)) {
      for (String name : List.of(room.value(), "no-such-room")) {
        bob.register("room." + name, 0L);
        JsonNode err = err(bob, "room." + name);
        assertEquals("access_denied", err.path("message").asText());
        assertEquals(403, err.path("failureCode").asInt());
        assertEquals("RECIPIENT_FAILURE", err.path("failureType").asText());

        JsonNode reply = bob.post(name, "c", "let me in");
        assertEquals("not_found", reply.path("message").asText());
      }
      assertEquals(List.of(), bob.numbers(room.value()));
    }
  }

  @Test
  void addressesOfOthersAndOfOurselvesAreDenied() {
    try (var bob = gateway.connect(BOB)) {
      for (String address :
          List.of(
              "user." + ANN.id(),
              "feed.1",
              "op.log.read",
              "fact.session-ended",
              "__vertx.x",
              "*")) {
        bob.register(address, null);
        assertEquals("access_denied", err(bob, address).path("message").asText(), address);
        JsonNode reply = bob.send(address, Json.object());
        assertEquals("access_denied", reply.path("message").asText(), address);
      }
      for (String internal :
          List.of("log.read", "log.post", "log.heads", "auth.people", "auth.login")) {
        JsonNode reply = bob.send(internal, Json.object().put("room", room.value()));
        assertEquals("access_denied", reply.path("message").asText(), internal);
      }
    }
  }

  @Test
  void aSocketWithoutASessionIsClosedWith4001() {
    try (var nobody = SocketClient.raw(gateway.node().vertx(), gateway.port())) {
      JsonNode refused = nobody.post(room.value(), "c", "hello");
      assertEquals("unauthenticated", refused.path("message").asText());

      assertEquals(4001, nobody.awaitClose());
    }
  }

  @Test
  void aForgedTokenIsRefusedAndTheSocketClosed() {
    try (var nobody = SocketClient.raw(gateway.node().vertx(), gateway.port())) {
      String good = gateway.tokens().of(ANN);

      JsonNode refused = nobody.open(good.substring(0, good.length() - 5) + "AAAAA");

      assertEquals("unauthenticated", refused.path("message").asText());
      assertEquals(4001, nobody.awaitClose());
    }
  }

  @Test
  void theSocketEndsWithItsTokenUnlessRenewed() {
    var session = new SessionId("s-short");
    try (var ann = SocketClient.raw(gateway.node().vertx(), gateway.port());
        var renewing = SocketClient.raw(gateway.node().vertx(), gateway.port())) {
      ann.open(gateway.tokens().of(ANN, session, Duration.ofSeconds(2)));
      renewing.open(gateway.tokens().of(ANN, session, Duration.ofSeconds(2)));

      JsonNode renewed =
          renewing.send("session.renew", Json.object().put("token", gateway.tokens().of(ANN)));

      assertEquals("rec", renewed.path("type").asText());
      assertEquals(4003, ann.awaitClose());
      assertFalse(renewing.isClosed());
    }
  }

  @Test
  void renewingWithTheTokenOfAnotherIsDenied() {
    try (var ann = gateway.connect(ANN)) {
      JsonNode refused =
          ann.send("session.renew", Json.object().put("token", gateway.tokens().of(BOB)));

      assertEquals("access_denied", refused.path("message").asText());
    }
  }

  @Test
  void theTokenOnTheAddressOpensTheSessionAndFramesBehindItKeepTheirOrder() {
    gateway.log().join(room, ANN.id());
    String path = "/eventbus/websocket?token=" + gateway.tokens().of(ANN);
    try (var ann = SocketClient.connect(gateway.node().vertx(), gateway.port(), path, false)) {
      ann.follow(room.value(), 0L);

      assertEquals(List.of(1L), ann.numbers(room.value()));
    }
  }

  @Test
  void badFramesAreAnsweredAndTheSocketLives() {
    try (var ann = gateway.connect(ANN)) {
      for (String bad :
          List.of(
              "x",
              "[]",
              "{}",
              "{\"type\":\"send\"}",
              "{\"type\":\"register\",\"address\":1}",
              "{\"type\":\"send\",\"address\":\"a\",\"body\":{\"x\":\"\\ud800\"}}")) {
        int before = ann.frames().size();
        ann.write(bad);
        SocketClient.awaitTrue("an answer to " + bad, () -> ann.frames().size() > before);
        JsonNode answer = ann.frames().getLast();
        assertEquals("err", answer.path("type").asText(), bad);
        assertEquals("bad_request", answer.path("message").asText(), bad);
      }
      ann.write("{\"type\":\"ping\"}");
      ann.awaitFrame("a pong", f -> f.path("type").asText().equals("pong"));
    }
  }

  @Test
  void aBadPostNamesTheField() {
    try (var ann = member(ANN)) {
      JsonNode empty = ann.post(room.value(), "c1", "");
      assertEquals("bad_request", empty.path("message").asText());
      assertEquals("content", empty.path("errors").path(0).path("field").asText());

      JsonNode long8001 = ann.post(room.value(), "c1", "x".repeat(8_001));
      assertEquals("content", long8001.path("errors").path(0).path("field").asText());

      JsonNode noId = ann.send("room.post", Json.object().put("roomId", room.value()));
      assertEquals("clientId", noId.path("errors").path(0).path("field").asText());
    }
  }

  @Test
  void aFloodIsRefusedAndOthersDoNotNotice() {
    try (var ann = member(ANN);
        var bob = member(BOB)) {
      bob.follow(room.value(), null);
      for (int i = 0; i < 5_000 && !ann.isClosed(); i++) {
        ann.write("{\"type\":\"ping\"}");
      }
      assertEquals(4029, ann.awaitClose());

      JsonNode posted = bob.post(room.value(), "c1", "still here");
      assertEquals("rec", posted.path("type").asText());
    }
  }

  @Test
  void textThatIsNotUtf8ClosesWith1007() {
    try (var ann = gateway.connect(ANN)) {
      ann.socket()
          .writeFrame(
              io.vertx.core.http.WebSocketFrame.binaryFrame(
                  io.vertx.core.buffer.Buffer.buffer(
                      new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'}),
                  true));

      assertEquals(1007, ann.awaitClose());
    }
  }

  @Test
  void postsOfOneSocketKeepTheirOrder() {
    try (var ann = member(ANN)) {
      ann.follow(room.value(), null);
      var replies =
          IntStream.range(0, 150)
              .mapToObj(
                  i ->
                      ann.sendLater(
                          "room.post", SocketClient.message(room.value(), "c" + i, "m" + i)))
              .toList();
      replies.forEach(r -> assertEquals("rec", r.join().path("type").asText()));

      long head = gateway.log().head(room);
      ann.awaitNumber(room.value(), head);
      var contents =
          ann.entries(room.value()).stream().map(e -> e.path("content").asText()).toList();
      assertEquals(IntStream.range(0, 150).mapToObj(i -> "m" + i).toList(), contents);
    }
  }

  @Test
  void theLineProtocolCarriesTheRoomBothWays() {
    gateway.log().join(room, ANN.id());
    String path = "/ws/rooms/" + room + "?since=0&token=" + gateway.tokens().of(ANN);
    try (var ann = SocketClient.connect(gateway.node().vertx(), gateway.port(), path, false)) {
      ann.awaitFrame("live", f -> f.path("type").asText().equals("live"));

      ann.write("{\"content\":\"beep\",\"clientId\":\"b1\"}");

      JsonNode ack = ann.awaitFrame("the ack", f -> f.path("type").asText().equals("ack"));
      assertEquals("b1", ack.path("clientId").asText());
      long seq = ack.path("seq").asLong();
      ann.awaitFrame("the entry", f -> f.path("seq").asLong() == seq && f.has("content"));
    }
  }

  @Test
  void aStrangersTypingIsHeardByNobody() {
    try (var ann = member(ANN);
        var bob = gateway.connect(BOB)) {
      ann.follow(room.value(), null);

      bob.register("room." + room, null);
      JsonNode refused = bob.send("room.typing", Json.object().put("roomId", room.value()));

      assertEquals("not_found", refused.path("message").asText());
      JsonNode posted = ann.post(room.value(), "c1", "nobody types");
      ann.awaitNumber(room.value(), posted.path("body").path("seq").asLong());
      assertTrue(
          ann.frames().stream()
              .noneMatch(f -> f.path("body").path("type").asText().equals("typing")));
    }
  }

  @Test
  void aSendWithBrokenTextIsAnsweredAtItsReplyAddress() {
    try (var ann = member(ANN)) {
      ann.write(
          "{\"type\":\"send\",\"address\":\"room.post\",\"replyAddress\":\"r9\",\"body\":"
              + "{\"content\":\"\\ud800\"}}");

      JsonNode err = err(ann, "r9");
      assertEquals("content", err.path("errors").path(0).path("field").asText());
    }
  }

  @Test
  void typingReachesOthersInTheRoomOnly() {
    try (var ann = member(ANN);
        var bob = member(BOB)) {
      ann.follow(room.value(), null);
      bob.follow(room.value(), null);

      ann.send("room.typing", Json.object().put("roomId", room.value()));

      JsonNode typing =
          bob.awaitFrame("typing", f -> f.path("body").path("type").asText().equals("typing"));
      assertEquals(ANN.id().value(), typing.path("body").path("user").path("id").asText());
      assertTrue(
          ann.frames().stream()
              .noneMatch(f -> f.path("body").path("type").asText().equals("typing")));
    }
  }

  @Test
  void presenceIsToldToThoseWhoWatch() {
    try (var ann = gateway.connect(ANN)) {
      var dora = LiveGateway.person("dora" + ROOMS.incrementAndGet());
      ann.register("user." + ANN.id(), null);
      var ids = Json.object();
      ids.putArray("userIds").add(dora.id().value());
      JsonNode first = ann.send("presence.watch", ids);
      assertEquals("offline", first.path("body").path("presence").path(0).path("state").asText());

      try (var doraSocket = gateway.connect(dora)) {
        awaitState(ann, dora, "online");
        doraSocket.send("presence.set", Json.object().put("state", "dnd").put("text", "lunch"));
        assertEquals("lunch", awaitState(ann, dora, "dnd").path("text").asText());
      }
      assertTrue(awaitState(ann, dora, "offline").has("lastSeen"));
    }
  }

  private static JsonNode awaitState(SocketClient client, Person person, String state) {
    return client
        .awaitFrame(
            person.name() + " is " + state,
            f ->
                f.path("body").path("id").asText().equals(person.id().value())
                    && f.path("body").path("state").asText().equals(state))
        .path("body");
  }

  private SocketClient member(Person person) {
    gateway.log().join(room, person.id());
    return gateway.connect(person);
  }

  private void say(int count) {
    IntStream.range(0, count).forEach(i -> gateway.log().say(room, BOB, "m" + i));
  }

  private static JsonNode err(SocketClient client, String address) {
    return client.awaitFrame(
        "a refusal of " + address,
        f -> f.path("type").asText().equals("err") && f.path("address").asText().equals(address));
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
