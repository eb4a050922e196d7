package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.testkit.RestClient;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one socket and one request may have at most, reached from outside. */
class LimitsTest {
  private static final int MAX_ROOMS = 1_000;
  private static final int MAX_REQUESTS = 32;
  private static final int MAX_USERS = 500;
  private static final int MAX_PAGES = 400;
  private static final Person ANN = LiveGateway.person("ann");

  private LiveGateway gateway;

  @BeforeEach
  void start() {
    gateway = new LiveGateway(Map.of("TERTULIA_FRAMES_PER_SECOND", "2000", "TERTULIA_LOOPS", "1"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aSocketFollowsABoundedNumberOfRooms() {
    for (int i = 0; i <= MAX_ROOMS; i++) {
      gateway.log().join(new RoomId("room" + i), ANN.id());
    }
    try (var ann = gateway.connect(ANN)) {
      for (int i = 0; i <= MAX_ROOMS; i++) {
        ann.register("room.room" + i, null);
      }

      JsonNode refused = ann.awaitFrame("one too many", f -> f.path("type").asText().equals("err"));
      assertEquals("room.room" + MAX_ROOMS, refused.path("address").asText());
      SocketClient.awaitTrue("the others are live", () -> live(ann) == MAX_ROOMS);
    }
  }

  private static long live(SocketClient client) {
    return client.frames().stream().filter(f -> f.at("/body/type").asText().equals("live")).count();
  }

  @Test
  void aSocketHasABoundedNumberOfRequestsUnderWay() {
    List<Promise<Answer<Messages.MessagePage>>> asked = new CopyOnWriteArrayList<>();
    serveHistory(asked);
    try (var ann = gateway.connect(ANN)) {
      var sent = new ArrayList<CompletableFuture<JsonNode>>();
      for (int i = 0; i < MAX_REQUESTS; i++) {
        sent.add(history(ann));
      }
      SocketClient.awaitTrue("all are asked", () -> asked.size() == MAX_REQUESTS);

      JsonNode refused = history(ann).join();
      assertEquals(429, refused.path("failureCode").asInt(), refused::toString);

      var page = new Messages.MessagePage(List.of(), 1L, null);
      asked.getFirst().complete(Answer.of(page));
      SocketClient.awaitTrue(
          "there is room again",
          () -> {
            sent.add(history(ann));
            return asked.size() > MAX_REQUESTS;
          });
      assertTrue(sent.getFirst().join().path("body").has("messages"));
    }
  }

  private void serveHistory(List<Promise<Answer<Messages.MessagePage>>> asked) {
    Launcher.await(
        new VertxBus(gateway.node().vertx())
            .serve(
                Switchboard.HISTORY,
                call -> {
                  Promise<Answer<Messages.MessagePage>> promise = Promise.promise();
                  asked.add(promise);
                  return promise.future();
                }));
  }

  private static CompletableFuture<JsonNode> history(SocketClient client) {
    return client.sendLater("room.history", Json.object().put("roomId", "r1"));
  }

  /** Answers go out though the socket is full: but not more than it may have pending in all. */
  @Test
  void whatIsAnsweredToASocketThatReadsNothingIsBounded() throws IOException {
    List<Promise<Answer<Messages.MessagePage>>> asked = new CopyOnWriteArrayList<>();
    serveHistory(asked);
    try (var deaf = new DeafClient(gateway.port(), gateway.tokens().of(ANN))) {
      for (int i = 0; i < MAX_REQUESTS; i++) {
        deaf.write(
            "{\"type\":\"send\",\"address\":\"room.history\",\"replyAddress\":\"r"
                + i
                + "\",\"body\":{\"roomId\":\"r1\"}}");
      }
      SocketClient.awaitTrue("all are asked", () -> asked.size() == MAX_REQUESTS);
      assertEquals(1, gateway.gauge("tertulia.sockets"));

      asked.forEach(each -> each.complete(Answer.of(pageOf(400_000))));

      SocketClient.awaitTrue("it is closed", () -> gateway.gauge("tertulia.sockets") == 0);
    }
  }

  private static Messages.MessagePage pageOf(int chars) {
    var message =
        new Messages.Message(
            new RoomId("r1"),
            1,
            ANN,
            Instant.EPOCH,
            "x".repeat(chars),
            new ClientId("c1"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null);
    return new Messages.MessagePage(List.of(message), 1L, null);
  }

  @Test
  void anAbsenceTooLongToCatchUpIsRefused() {
    var room = new RoomId("long-ago");
    gateway.log().join(room, ANN.id());
    for (int i = 0; i < MAX_PAGES + 10; i++) {
      gateway.log().say(room, ANN, "m" + i);
    }
    gateway.log().pagesOf(1);
    try (var ann = gateway.connect(ANN)) {
      ann.register("room." + room, 0L);

      JsonNode refused =
          ann.awaitFrame("too far behind", f -> f.path("type").asText().equals("err"));
      assertEquals("conflict", refused.path("message").asText());

      ann.follow(room.value(), 20L);
      ann.awaitNumber(room.value(), gateway.log().head(room));
    }
  }

  @Test
  void aQuestionAboutPresenceNamesABoundedNumberOfPeople() {
    String token = gateway.tokens().of(ANN);
    String path = "http://127.0.0.1:" + gateway.port() + "/api/v1/presence?users=";
    String most = String.join(",", Collections.nCopies(MAX_USERS, "u1"));
    try (var rest = new RestClient()) {
      assertEquals(200, rest.send("GET", URI.create(path + most), token, null).status());

      var refused = rest.send("GET", URI.create(path + most + ",u1"), token, null);
      assertEquals(400, refused.status());
      assertTrue(refused.text().contains("users"));
    }
  }
}
