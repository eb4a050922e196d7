package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Search as the contract promises it, on all ways. */
@ExtendWith(LogOnFailure.class)
class SearchContractTest {
  @ParameterizedTest
  @EnumSource
  void messagesAreFoundByThoseWhoAreInTheRoom(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    String word = "Ácido" + lobby.id().substring(1, 12);
    ann.posts(lobby, "first " + word);
    long second = ann.posts(lobby, "second " + word);
    ObjectNode find = Json.object().put("q", "acido" + lobby.id().substring(1, 12)).put("limit", 1);
    SocketClient.awaitTrue(
        "both are found", () -> !script.asks(Row.SEARCH, bob, find).path("next").isMissingNode());

    JsonNode page = script.asks(Row.SEARCH, bob, find);

    JsonNode result = page.path("results").get(0);
    assertEquals(second, result.path("seq").asLong());
    assertEquals(lobby.id(), result.path("roomId").asText());
    assertEquals(ann.id(), result.path("actor").path("id").asText());
    assertEquals("second " + word, result.path("content").asText());
    assertEquals(7, result.path("highlights").get(0).path("start").asInt());
    ObjectNode more = find.deepCopy().put("cursor", page.path("next").asText());
    assertEquals(1, script.asks(Row.SEARCH, bob, more).path("results").size());
    script.refused(Row.SEARCH, ann, more, 400, "bad_request");
    script.refused(Row.SEARCH, bob, find.deepCopy().put("room", "rnone"), 404, "not_found");

    bob.leaves(lobby);

    assertEquals(0, script.asks(Row.SEARCH, bob, find).path("results").size());
    ObjectNode there = find.deepCopy().put("room", lobby.id());
    script.refused(Row.SEARCH, bob, there, 404, "not_found");
    assertEquals(1, script.asks(Row.SEARCH, ann, there).path("results").size());
  }
}
