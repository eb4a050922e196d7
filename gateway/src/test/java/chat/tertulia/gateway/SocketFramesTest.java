package chat.tertulia.gateway;

import static chat.tertulia.gateway.GoldenFrame.ANN;
import static chat.tertulia.gateway.GoldenFrame.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every frame the documentation shows, played on a real socket. */
class SocketFramesTest {
  /** What history-service proves to answer for a posted message. */
  private static final Path ENTRY =
      Path.of("../history-service/src/test/resources/golden/entry.message.json");

  private static final AtomicInteger ROOMS = new AtomicInteger();

  private static LiveGateway gateway;

  private final RoomId room = new RoomId("frames-" + ROOMS.incrementAndGet());

  @BeforeAll
  static void start() {
    gateway = new LiveGateway(Map.of());
    SocketClient.awaitTrue("the gateway knows the epoch", SocketFramesTest::knowsEpoch);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static boolean knowsEpoch() {
    try (var socket = SocketClient.raw(gateway.node().vertx(), gateway.port())) {
      JsonNode welcome = socket.open(gateway.tokens().of(BOB)).path("body");
      return !welcome.path("epoch").asText().isEmpty();
    }
  }

  @Test
  void aSessionIsOpenedAndRenewed() {
    try (var ann = SocketClient.raw(gateway.node().vertx(), gateway.port())) {
      says(ann, "session.open");
      new GoldenFrame("session.open.reply").matches(room, answer(ann, "reply-1"));

      says(ann, "session.renew");
      assertEquals("rec", answer(ann, "reply-2").path("type").asText());
    }
  }

  @Test
  void aRoomIsFollowedFromANumberOnAndLeft() {
    conversation();
    try (var ann = gateway.connect(ANN)) {
      says(ann, "register");
      new GoldenFrame("live").matches(room, onRoom(ann, "live"));
      assertEquals(List.of(4L, 5L), ann.numbers(room.value()));

      says(ann, "unregister");
      says(ann, "ping");
      new GoldenFrame("pong").matches(ann.awaitFrame("pong", f -> type(f).equals("pong")));
    }
  }

  @Test
  void aMessageComesAsAFrame() throws IOException {
    var body = (ObjectNode) entry().deepCopy();
    body.remove(List.of("seq", "kind", "actor", "at"));
    String made =
        LogEntry.frameBody(
            5, "message", ANN, Instant.parse("2026-11-21T09:30:00.000Z"), body.toString());
    var logged = new LogEntry(GoldenFrame.ROOM, 5, "message", null, null, made);
    var frame = RoomFrame.entries(GoldenFrame.ROOM, List.of(logged));

    var golden = new GoldenFrame("frame.message");
    golden.matches(Json.readObject(frame.bridge().getFirst()));
    frame.release();
    assertEquals(entry(), golden.json().path("body"), "the same entry as over REST");
  }

  private static JsonNode entry() throws IOException {
    return Json.readObject(Files.readString(ENTRY));
  }

  @Test
  void aPostIsAnsweredWithItsNumber() {
    conversation();
    try (var ann = gateway.connect(ANN)) {
      says(ann, "room.post");

      new GoldenFrame("room.post.reply").matches(room, answer(ann, "reply-3"));
    }
  }

  @Test
  void typingIsPassedOn() {
    conversation();
    try (var ann = gateway.connect(ANN);
        var bob = gateway.connect(BOB)) {
      ann.follow(room.value(), null);
      bob.follow(room.value(), null);

      says(ann, "room.typing");

      new GoldenFrame("typing").matches(room, onRoom(bob, "typing"));
    }
  }

  @Test
  void presenceIsWatchedAndSaid() throws IOException, InterruptedException {
    try (var ann = gateway.connect(ANN)) {
      says(ann, "register.user");
      SocketClient.awaitTrue("Bob's other sockets have gone", () -> bobIsOffline(ann));
      says(ann, "presence.watch");
      JsonNode first = answer(ann, "reply-4");
      new GoldenFrame("presence.watch.reply").matches(withoutLastSeen(first));

      try (var bob = gateway.connect(BOB)) {
        says(bob, "presence.set");
        new GoldenFrame("presence.set.reply").matches(answer(bob, "reply-5"));
        new GoldenFrame("presence").matches(stateOf(ann, "dnd"));
        new GoldenFrame("presence.rest").matches(presenceByRest());
      }
      new GoldenFrame("presence.offline").matches(stateOf(ann, "offline"));
    }
  }

  private static boolean bobIsOffline(SocketClient ann) {
    var ids = Json.object();
    ids.putArray("userIds").add(BOB.id().value());
    JsonNode reply = ann.send("presence.watch", ids).path("body").path("presence").path(0);
    return reply.path("state").asText().equals("offline");
  }

  /** Whether Bob was here before depends on the order of the tests. */
  private static JsonNode withoutLastSeen(JsonNode reply) {
    var copy = reply.deepCopy();
    var person = copy.path("body").path("presence").path(0);
    ((ObjectNode) person).remove("lastSeen");
    return copy;
  }

  private static JsonNode stateOf(SocketClient watcher, String state) {
    return watcher.awaitFrame(
        "Bob is " + state,
        f ->
            f.path("address").asText().equals("user." + ANN.id())
                && f.path("body").path("state").asText().equals(state));
  }

  private static JsonNode presenceByRest() throws IOException, InterruptedException {
    URI url =
        URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/presence?users=" + BOB.id());
    var request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + gateway.tokens().of(ANN))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return Json.readObject(client.send(request, BodyHandlers.ofString()).body());
    }
  }

  @Test
  void whatIsRefusedSaysWhy() {
    try (var ann = gateway.connect(ANN)) {
      says(ann, "register");
      JsonNode refused = ann.awaitFrame("a refusal", f -> type(f).equals("err"));
      new GoldenFrame("err.register").matches(room, refused);

      String empty = new GoldenFrame("room.post").toSend(room, null);
      ann.write(empty.replace("Six it is.", "").replace("reply-3", "reply-6"));
      new GoldenFrame("err.field").matches(answer(ann, "reply-6"));
    }
    var later = Problem.of(ErrorCode.RATE_LIMITED, "too many frames on this socket");
    new GoldenFrame("err.retry").matches(Json.readObject(Frames.err("reply-7", later)));
  }

  @Test
  void theLineProtocolSaysTheSameInLessWords() {
    conversation();
    String path = "/ws/rooms/" + room + "?since=3&token=" + gateway.tokens().of(ANN);
    try (var bot = SocketClient.connect(gateway.node().vertx(), gateway.port(), path, false)) {
      JsonNode live = bot.awaitFrame("live", f -> type(f).equals("live"));
      new GoldenFrame("line.live").matches(room, live);

      says(bot, "line.post");
      new GoldenFrame("line.ack").matches(bot.awaitFrame("an ack", f -> type(f).equals("ack")));

      bot.write("{\"clientId\":\"bot-2\",\"content\":\"\"}");
      new GoldenFrame("line.err").matches(bot.awaitFrame("err", f -> type(f).equals("err")));
    }
  }

  /** Five entries: two people come in, three messages. */
  private void conversation() {
    gateway.log().join(room, ANN.id());
    gateway.log().join(room, BOB.id());
    List.of("a", "b", "c").forEach(text -> gateway.log().say(room, BOB, text));
  }

  private void says(SocketClient client, String golden) {
    client.write(new GoldenFrame(golden).toSend(room, gateway.tokens().of(ANN)));
  }

  private static JsonNode answer(SocketClient client, String replyAddress) {
    return client.awaitFrame(
        "an answer on " + replyAddress, f -> f.path("address").asText().equals(replyAddress));
  }

  private JsonNode onRoom(SocketClient client, String type) {
    return client.awaitFrame(
        type,
        f ->
            f.path("address").asText().equals("room." + room)
                && f.path("body").path("type").asText().equals(type));
  }

  private static String type(JsonNode frame) {
    return frame.path("type").asText();
  }
}
