package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of messages, as the contract promises it on all ways. */
@ExtendWith(LogOnFailure.class)
class ChangeContractTest {
  private Script script;
  private Actor ann;
  private Actor bob;
  private Room lobby;
  private long seq;

  private void scene(Door door) {
    script = new Script(door);
    ann = script.person("ann");
    bob = script.person("bob");
    lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    ObjectNode post = in(lobby).put("clientId", "c-1").put("content", "Shall we?");
    seq = script.asks(Row.POST, bob, post).path("seq").asLong();
  }

  private ObjectNode it() {
    return in(lobby).put("seq", seq);
  }

  @ParameterizedTest
  @EnumSource
  void textIsChangedAndWhatItWasIsReadable(Door door) {
    scene(door);

    JsonNode noted = script.plays(Row.EDIT, bob, it().put("content", "Shall we go?"));
    script.plays(Row.VERSIONS, ann, it());
    JsonNode edited = script.plays(Row.GET_MESSAGE, ann, it());
    script.plays(Row.UNDO, bob, it());

    assertEquals(seq + 1, noted.path("seq").asLong());
    assertEquals("Shall we go?", edited.path("content").asText());
    assertEquals("Shall we?", script.asks(Row.GET_MESSAGE, ann, it()).path("content").asText());
    script.refused(Row.EDIT, ann, it().put("content", "I said"), 403, "access_denied");
  }

  @ParameterizedTest
  @EnumSource
  void deletionLeavesATombstone(Door door) {
    scene(door);

    script.plays(Row.DELETE_MESSAGE, ann, it().put("reason", "twice"));

    JsonNode left = script.plays("get-message-deleted", Row.GET_MESSAGE, bob, it());
    assertTrue(left.path("deleted").asBoolean());
    script.refused(Row.EDIT, bob, it().put("content", "again"), 409, "conflict");
    script.asks(Row.UNDO, ann, it());
    assertEquals("Shall we?", script.asks(Row.GET_MESSAGE, ann, it()).path("content").asText());
  }

  @ParameterizedTest
  @EnumSource
  void reactionsComeAndGo(Door door) {
    scene(door);
    ObjectNode parrot = it().put("emoji", "🦜");

    script.plays(Row.REACT, ann, parrot);
    JsonNode seen = script.asks(Row.GET_MESSAGE, ann, it()).path("reactions").path(0);
    script.plays(Row.UNREACT, ann, parrot);

    assertEquals("🦜 1 true", line(seen));
    assertEquals(0, script.asks(Row.GET_MESSAGE, ann, it()).path("reactions").size());
    Door.Reply bad = script.refused(Row.REACT, ann, it().put("emoji", "x"), 400, "bad_request");
    assertEquals("emoji", bad.field());
  }

  private static String line(JsonNode reaction) {
    return String.join(
        " ",
        reaction.path("emoji").asText(),
        reaction.path("count").asText(),
        reaction.path("mine").asText());
  }

  @ParameterizedTest
  @EnumSource
  void pinsAreListed(Door door) {
    scene(door);

    script.plays(Row.PIN, bob, it());
    JsonNode pins = script.plays(Row.PINS, ann, in(lobby));
    script.plays(Row.UNPIN, ann, it());

    assertEquals(seq, pins.path("messages").path(0).path("seq").asLong());
    assertEquals(0, script.asks(Row.PINS, ann, in(lobby)).path("messages").size());
  }

  @ParameterizedTest
  @EnumSource
  void strangersSeeAndChangeNothing(Door door) {
    scene(door);
    Actor eve = script.person("eve");
    int before = ann.log(lobby).size();

    script.refused(Row.GET_MESSAGE, eve, it(), 404, "not_found");
    script.refused(Row.VERSIONS, eve, it(), 404, "not_found");
    script.refused(Row.PINS, eve, in(lobby), 404, "not_found");
    script.refused(Row.EDIT, eve, it().put("content", "x"), 404, "not_found");
    script.refused(Row.DELETE_MESSAGE, eve, it(), 404, "not_found");
    script.refused(Row.UNDO, eve, it(), 404, "not_found");
    script.refused(Row.REACT, eve, it().put("emoji", "🦜"), 404, "not_found");
    script.refused(Row.PIN, eve, it(), 404, "not_found");

    assertEquals(before, ann.log(lobby).size());
  }

  @Test
  void everyChangeIsHeardAndResumedLikeAMessage() {
    scene(Door.BUS);
    try (SocketClient live = ann.connects();
        SocketClient later = bob.connects()) {
      live.register("room." + lobby.id(), seq);
      live.awaitFrame("live", f -> f.path("body").path("type").asText().equals("live"));
      script.asks(Row.EDIT, bob, it().put("content", "Shall we go?"));
      script.asks(Row.REACT, ann, it().put("emoji", "🦜"));
      script.asks(Row.PIN, bob, it());
      script.asks(Row.DELETE_MESSAGE, ann, it().put("reason", "twice"));
      later.register("room." + lobby.id(), seq);

      for (SocketClient each : new SocketClient[] {live, later}) {
        heard("entry-edit", each, "edit");
        heard("entry-reaction", each, "reaction");
        heard("entry-pin", each, "pin");
        heard("entry-delete", each, "delete");
      }
    }
  }

  private void heard(String file, SocketClient socket, String kind) {
    JsonNode frame =
        socket.awaitFrame(kind, f -> f.path("body").path("kind").asText().equals(kind));
    script.golden().matches(file, (ObjectNode) frame.path("body"));
  }
}
