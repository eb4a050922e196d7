package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ends with an access token, and what a fresh one brings back. */
class TokenLifeTest {
  private static final int SESSION_OVER = 4003;
  private static final int NOT_AUTHENTICATED = 4001;

  private static TertuliaProcess tertulia;
  private static World world;

  @BeforeAll
  static void start() {
    tertulia = TertuliaProcess.start("tokens", Map.of("TERTULIA_ACCESS_TOKEN_LIFE", "3s"));
    world = World.at(tertulia.url());
  }

  @AfterAll
  static void stop() {
    world.close();
    tertulia.close();
  }

  @Test
  void endedTokenIsRefusedEverywhereAndStoresNothing() {
    Actor ann = world.person("ann");
    Room room = ann.creates("lobby");
    try (SocketClient socket = ann.connects();
        SocketClient late = SocketClient.raw(world.vertx(), tertulia.ports().gateway())) {
      assertEquals(SESSION_OVER, socket.awaitClose());

      for (String path : List.of("/auth/me", "/rooms", "/me/messages", "/presence?users=u-x")) {
        expired(ann.rest("GET", path, null));
      }
      expired(ann.posts(room, "c-1", "too late"));
      JsonNode answer = late.open(ann.token());
      assertEquals("token_expired", answer.path("message").asText(), answer::toString);
      assertEquals(NOT_AUTHENTICATED, late.awaitClose());
    }
    ann.refreshes();
    assertEquals(2, ann.log(room).size());
    assertEquals(3, ann.posts(room, "in time"));
  }

  @Test
  void renewedSocketOutlivesItsFirstToken() {
    Actor ann = world.person("ann");
    Room room = ann.creates("lobby");
    String first = ann.token();
    try (SocketClient socket = ann.connects()) {
      socket.follow(room.id(), 0L);
      ann.refreshes();

      JsonNode renewed = socket.send("session.renew", Json.object().put("token", ann.token()));

      assertEquals("rec", renewed.path("type").asText(), renewed::toString);
      SocketClient.awaitTrue(
          "the first token has ended",
          () -> world.rest("GET", "/auth/me", first, null).code().equals("token_expired"));
      ann.refreshes();
      socket.send("session.renew", Json.object().put("token", ann.token()));
      assertFalse(socket.isClosed());
      long seq = ann.posts(room, "still here");
      socket.awaitNumber(room.id(), seq);
    }
  }

  private static void expired(RestReply reply) {
    assertEquals("401 token_expired", reply.status() + " " + reply.code(), reply::text);
    assertEquals("Bearer", reply.header("www-authenticate"));
  }
}
