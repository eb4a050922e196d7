package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who hears of whom, with every service in its place. */
@ExtendWith(LogOnFailure.class)
class PresenceContractTest {
  private final Script script = new Script(Door.GATEWAY);

  @Test
  void whoHasARoomOpenHearsOfItsMembersWithoutAsking() {
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Actor cem = script.person("cem");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    try (SocketClient eyes = ann.connects()) {
      eyes.follow(lobby.id(), null);
      try (SocketClient stranger = cem.connects();
          SocketClient socket = bob.connects()) {
        awaitState(eyes, lobby, bob, "online");
        socket.send("presence.set", Json.object().put("state", "dnd").put("text", "lunch"));
        assertEquals("lunch", awaitState(eyes, lobby, bob, "dnd").path("text").asText());
        assertTrue(!stranger.isClosed());
      }
      assertTrue(awaitState(eyes, lobby, bob, "offline").has("lastSeen"));

      assertTrue(
          eyes.frames().stream().noneMatch(f -> person(f, cem) != null),
          "Cem is not in the room: " + eyes.frames());
    }
  }

  /** What a frame says of a person; null when it says nothing. */
  private static JsonNode person(JsonNode frame, Actor of) {
    JsonNode body = frame.path("body");
    if (!body.path("type").asText().equals("presence")) {
      return null;
    }
    if (body.path("id").asText().equals(of.id())) {
      return body;
    }
    for (JsonNode each : body.path("presence")) {
      if (each.path("id").asText().equals(of.id())) {
        return each;
      }
    }
    return null;
  }

  private static JsonNode awaitState(SocketClient eyes, Room room, Actor of, String state) {
    JsonNode frame =
        eyes.awaitFrame(
            of.name() + " is " + state,
            f -> {
              JsonNode person = person(f, of);
              return f.path("address").asText().equals(room.address())
                  && person != null
                  && person.path("state").asText().equals(state);
            });
    return person(frame, of);
  }
}
