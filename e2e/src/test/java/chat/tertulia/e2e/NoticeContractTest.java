package chat.tertulia.e2e;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person hears on their own address, whichever service says it. */
@ExtendWith(LogOnFailure.class)
class NoticeContractTest {
  private final Script script = new Script(Door.GATEWAY);

  @Test
  void beingAddedAndRemovedIsToldAtOnce() {
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    String membership = "/rooms/" + lobby.id() + "/members/" + bob.id();
    try (SocketClient socket = hearing(bob)) {
      ann.rest("PUT", membership, Json.object()).expect(200);
      matches("notice-room-added", socket, "room-added");

      ann.removes(bob).from(lobby);
      matches("notice-room-removed", socket, "room-removed");
    }
  }

  @Test
  void readingOnOneDeviceIsToldToTheOthers() {
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    long first = ann.posts(lobby, "one");
    ann.posts(lobby, "two");
    try (SocketClient socket = hearing(bob)) {
      ObjectNode mark = Json.object().put("seq", first);
      bob.rest("PUT", "/rooms/" + lobby.id() + "/read", mark).expect(200);

      matches("notice-counts", socket, "counts");
    }
  }

  private static SocketClient hearing(Actor person) {
    SocketClient socket = person.connects();
    socket.register("user." + person.id(), null);
    socket.write("{\"type\":\"ping\"}");
    socket.awaitFrame("a pong", f -> f.path("type").asText().equals("pong"));
    return socket;
  }

  private void matches(String file, SocketClient socket, String type) {
    ObjectNode frame =
        (ObjectNode)
            socket.awaitFrame(type, f -> f.path("body").path("type").asText().equals(type));
    script.golden().matches(file, frame);
  }
}
