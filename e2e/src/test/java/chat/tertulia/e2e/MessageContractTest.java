package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.in;
import static chat.tertulia.e2e.Script.with;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The room's log and what is read from it, as the contract promises them on all ways. */
@ExtendWith(LogOnFailure.class)
class MessageContractTest {
  @ParameterizedTest
  @EnumSource
  void repeatGivesTheFirstResultAndOtherContentIsRefused(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Room lobby = script.room(ann, "lobby");
    ObjectNode post = in(lobby).put("clientId", "c-1").put("content", "Hello, *all*");

    JsonNode first = script.plays(Row.POST, ann, post);
    Door.Reply repeat = door.ask(Row.POST, ann, post);
    ObjectNode other = post.deepCopy().put("content", "Something else");
    script.refused(Row.POST, ann, other, 409, "id_reused");

    assertEquals(first, repeat.body());
    assertEquals(door == Door.BUS ? Row.POST.status() : 200, repeat.status());
    assertEquals(3, ann.log(lobby).size());
  }

  @ParameterizedTest
  @EnumSource
  void historyShowsMessagesInTheirPresentState(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    ObjectNode post = in(lobby).put("clientId", "c-1").put("content", "Who is there?");
    long asked = script.asks(Row.POST, ann, post).path("seq").asLong();
    ObjectNode answer =
        in(lobby).put("clientId", "c-2").put("content", "I am").put("replyTo", asked);
    script.asks(Row.POST, bob, answer);

    script.plays(Row.HISTORY, bob, in(lobby).put("limit", 10));
  }

  @ParameterizedTest
  @EnumSource
  void historyIsReadFromAnyPlaceInPages(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Room lobby = script.room(ann, "lobby");
    for (int i = 0; i < 10; i++) {
      ann.posts(lobby, "message " + i);
    }

    assertEquals(numbers(9, 12), page(script, ann, in(lobby).put("limit", 4)));
    assertEquals(numbers(6, 8), page(script, ann, in(lobby).put("before", 9).put("limit", 3)));
    assertEquals(numbers(5, 7), page(script, ann, in(lobby).put("after", 4).put("limit", 3)));
    assertEquals(numbers(3, 4), page(script, ann, in(lobby).put("before", 5).put("limit", 50)));
    assertEquals(numbers(8, 10), page(script, ann, in(lobby).put("limit", 3).put("offset", 2)));
    assertEquals(List.of(), page(script, ann, in(lobby).put("after", 12)));
    assertEquals(List.of(), page(script, ann, in(lobby).put("before", 1)));
    assertEquals(List.of(), page(script, ann, in(lobby).put("offset", 500)));
    List<Long> around = page(script, ann, in(lobby).put("around", 7).put("limit", 5));
    assertEquals(numbers(around.getFirst(), around.getFirst() + 4), around);
    assertEquals(7, around.get(2));
  }

  @ParameterizedTest
  @EnumSource
  void logIsReadAsItIs(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    script.asks(Row.POST, bob, in(lobby).put("clientId", "c-1").put("content", "Hello"));
    bob.leaves(lobby);

    JsonNode log = script.plays(Row.ENTRIES, ann, in(lobby).put("after", 0).put("limit", 100));

    assertEquals(log.path("head").asInt(), log.path("entries").size());
    assertEquals(
        0, script.asks(Row.ENTRIES, ann, in(lobby).put("after", 999)).path("entries").size());
  }

  @ParameterizedTest
  @EnumSource
  void readMarkMovesForwardOnly(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");
    Room lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    for (int i = 0; i < 3; i++) {
      ann.posts(lobby, "message " + i);
    }
    JsonNode before = script.asks(Row.GET_ROOM, bob, in(lobby));

    script.plays(Row.READ, bob, in(lobby).put("seq", 5));
    JsonNode back = script.asks(Row.READ, bob, in(lobby).put("seq", 1));
    JsonNode beyond = script.asks(Row.READ, bob, in(lobby).put("seq", 9_999));

    assertEquals(3, before.path("unread").asInt());
    assertEquals(5, back.path("readSeq").asInt());
    assertEquals(6, beyond.path("readSeq").asInt());
    assertEquals(0, script.asks(Row.GET_ROOM, bob, in(lobby)).path("unread").asInt());
  }

  @ParameterizedTest
  @EnumSource
  void ownMessagesAreReadOverAllRooms(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Room lobby = script.room(ann, "lobby");
    Room foyer = script.room(ann, "foyer");
    script.asks(Row.POST, ann, in(lobby).put("clientId", "c-1").put("content", "In the lobby"));
    script.asks(Row.POST, ann, in(foyer).put("clientId", "c-2").put("content", "In the foyer"));

    JsonNode first = script.plays(Row.MY_MESSAGES, ann, with().put("limit", 1));
    JsonNode rest =
        script.asks(
            Row.MY_MESSAGES,
            ann,
            with().put("limit", 1).put("cursor", first.path("next").asText()));

    assertEquals("In the foyer", first.path("messages").path(0).path("content").asText());
    assertEquals("In the lobby", rest.path("messages").path(0).path("content").asText());
  }

  @ParameterizedTest
  @EnumSource
  void strangersReadAndWriteNothing(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor eve = script.person("eve");
    Room lobby = script.room(ann, "lobby");
    ObjectNode nowhere = with().put("roomId", "r-nowhere");

    for (Row row : List.of(Row.HISTORY, Row.ENTRIES)) {
      Door.Reply foreign = script.refused(row, eve, in(lobby), 404, "not_found");
      Door.Reply unknown = script.refused(row, eve, nowhere, 404, "not_found");
      assertEquals(Problems.shown(foreign.body()), Problems.shown(unknown.body()));
    }
    ObjectNode post = with().put("clientId", "c-1").put("content", "Let me in");
    script.refused(Row.POST, eve, post.deepCopy().put("roomId", lobby.id()), 404, "not_found");
    script.refused(Row.POST, eve, post.deepCopy().put("roomId", "r-nowhere"), 404, "not_found");
    script.refused(Row.READ, eve, in(lobby).put("seq", 1), 404, "not_found");

    assertEquals(2, ann.log(lobby).size());
  }

  private static List<Long> page(Script script, Actor actor, ObjectNode request) {
    var numbers = new ArrayList<Long>();
    script
        .asks(Row.HISTORY, actor, request)
        .path("messages")
        .forEach(message -> numbers.add(message.path("seq").asLong()));
    return numbers;
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
