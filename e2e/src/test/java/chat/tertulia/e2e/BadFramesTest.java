package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames nobody should send: each is answered or ends its own socket only, and stores nothing. */
@ExtendWith(LogOnFailure.class)
class BadFramesTest {
  private static final int INVALID_TEXT = 1007;
  private static final int TOO_BIG = 1009;
  private static final int MAX_FRAME_BYTES = 64 * 1024;

  private final Actor ann = Running.world().person("ann");
  private final Actor eve = Running.world().person("eve");
  private Room room;
  private SocketClient bystander;
  private int stored;

  @BeforeEach
  void makesARoom() {
    room = ann.creates("Club", "private");
    stored = ann.log(room).size();
    bystander = ann.connects();
    bystander.follow(room.id(), 0L);
  }

  @AfterEach
  void nothingIsStoredAndOthersGoOn() {
    assertEquals(stored, ann.log(room).size());
    long seq = ann.posts(room, "all is well");
    bystander.awaitNumber(room.id(), seq);
    bystander.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void framesThatCannotBeReadAreAnsweredAndTheSocketLives(boolean sockJs) {
    List<String> frames =
        List.of(
            "no json",
            "{\"type\":",
            "[]",
            "7",
            "{}",
            "{\"type\":\"send\"}",
            "{\"type\":\"send\",\"address\":7}",
            "{\"type\":\"send\",\"address\":\"\"}",
            "{\"type\":\"send\",\"address\":\"room.list\",\"body\":[]}",
            "{\"type\":\"shout\",\"address\":\"room.list\"}",
            "{\"type\":\"register\",\"address\":\"room.x\",\"headers\":{\"since\":\"-1\"}}",
            "{\"type\":\"send\",\"address\":\"" + "a".repeat(129) + "\"}",
            "{\"a\":".repeat(100) + "1" + "}".repeat(100));
    try (SocketClient socket = sockJs ? eve.connectsBySockJs() : eve.connects()) {
      for (String frame : frames) {
        int before = errors(socket);
        socket.write(frame);
        SocketClient.awaitTrue("an answer to " + frame, () -> errors(socket) == before + 1);
      }
      lives(socket);
    }
  }

  @Test
  void addressesOfOthersAndOfOurselvesAreDenied() {
    try (SocketClient socket = eve.connects()) {
      List<String> addresses =
          List.of(
              "room." + room.id(),
              "room.r-nowhere",
              "room.",
              "user." + ann.id(),
              "user.",
              "feed.1",
              "fact.session-ended",
              "op.room.post",
              "vertx.metrics",
              "__vertx.haInfo");
      for (String address : addresses) {
        socket.register(address, 0L);
        JsonNode err =
            socket.awaitFrame(
                "a refusal of " + address,
                f ->
                    f.path("type").asText().equals("err")
                        && f.path("address").asText().equals(address));
        assertEquals("access_denied", err.path("message").asText(), err::toString);
        assertEquals(403, err.path("failureCode").asInt(), err::toString);
      }
      for (String name :
          List.of("op.room.post", "log.post", "log.read", "auth.people", "feed.1", "x")) {
        JsonNode err = socket.send(name, SocketClient.message(room.id(), "c-1", "let me in"));
        assertEquals("access_denied", err.path("message").asText(), err::toString);
      }
      socket.write("{\"type\":\"publish\",\"address\":\"room." + room.id() + "\",\"body\":{}}");
      lives(socket);
      assertTrue(socket.entries(room.id()).isEmpty());
    }
  }

  @Test
  void nothingIsAnsweredBeforeTheSessionIsOpen() {
    try (SocketClient socket =
        SocketClient.raw(Running.world().vertx(), Running.tertulia().ports().gateway())) {
      JsonNode err = socket.send("room.post", SocketClient.message(room.id(), "c-1", "hello"));
      assertEquals("unauthenticated", err.path("message").asText(), err::toString);
      assertEquals(401, err.path("failureCode").asInt());
      socket.register("room." + room.id(), 0L);
      assertEquals(4001, socket.awaitClose());
      assertTrue(socket.entries(room.id()).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forged", "unsigned", "refresh", "none"})
  void badTokenEndsTheSocket(String kind) {
    String token =
        switch (kind) {
          case "forged" -> Tokens.forged(eve, ann);
          case "unsigned" -> Tokens.unsigned(ann);
          case "refresh" -> ann.refreshToken();
          default -> "";
        };
    try (SocketClient socket =
        SocketClient.raw(Running.world().vertx(), Running.tertulia().ports().gateway())) {
      JsonNode err = socket.open(token);
      assertEquals("unauthenticated", err.path("message").asText(), err::toString);
      assertEquals(4001, socket.awaitClose());
    }
  }

  @Test
  void bytesThatAreNotUtf8EndTheSocket() {
    try (SocketClient socket = eve.connects()) {
      Buffer bytes = Buffer.buffer(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', '}'});
      socket.socket().writeFrame(WebSocketFrame.binaryFrame(bytes, true));
      assertEquals(INVALID_TEXT, socket.awaitClose());
    }
  }

  @Test
  void frameAboveTheLimitEndsTheSocket() {
    try (SocketClient socket = eve.connects()) {
      String text = "a".repeat(MAX_FRAME_BYTES + 1);
      socket.socket().writeFrame(WebSocketFrame.textFrame(text, true));
      assertEquals(TOO_BIG, socket.awaitClose());
    }
  }

  @Test
  void manyFragmentsOfOneMessageEndTheSocket() {
    try (SocketClient socket = eve.connects()) {
      String part = "a".repeat(MAX_FRAME_BYTES / 2);
      socket.socket().writeFrame(WebSocketFrame.textFrame(part, false));
      Buffer more = Buffer.buffer(part);
      socket.socket().writeFrame(WebSocketFrame.continuationFrame(more, false));
      socket.socket().writeFrame(WebSocketFrame.continuationFrame(more, false));
      assertEquals(TOO_BIG, socket.awaitClose());
    }
  }

  @Test
  void senderIsTheTokensUserWhateverTheFrameSays() {
    Room open = ann.creates("open");
    eve.joins(open);
    try (SocketClient socket = eve.connects()) {
      ObjectNode post = SocketClient.message(open.id(), "c-1", "I am Ann");
      post.put("userId", ann.id()).putObject("actor").put("id", ann.id()).put("name", "ann");
      JsonNode posted = socket.send("room.post", post);

      JsonNode entry = ann.log(open).getLast();
      assertEquals(posted.path("body").path("seq"), entry.path("seq"));
      assertEquals(eve.id(), entry.path("actor").path("id").asText());
      assertEquals("eve", entry.path("actor").path("name").asText());
    }
  }

  private static int errors(SocketClient socket) {
    return (int)
        socket.frames().stream().filter(f -> f.path("type").asText().equals("err")).count();
  }

  private static void lives(SocketClient socket) {
    assertFalse(socket.isClosed());
    JsonNode rooms = socket.send("room.list", Json.object());
    assertEquals("rec", rooms.path("type").asText(), rooms::toString);
  }
}
