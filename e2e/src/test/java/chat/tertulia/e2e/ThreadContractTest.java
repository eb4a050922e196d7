package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.in;
import static chat.tertulia.e2e.Script.with;
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

/** Threads, mentions and forwarded messages, as the contract promises them on all ways. */
@ExtendWith(LogOnFailure.class)
class ThreadContractTest {
  private Script script;
  private Actor ann;
  private Actor bob;
  private Room lobby;
  private long root;

  private void scene(Door door) {
    script = new Script(door);
    ann = script.person("ann");
    bob = script.person("bob");
    lobby = script.room(ann, "lobby");
    bob.joins(lobby);
    root = post(ann, "c-1", "What do we eat?", null);
  }

  private long post(Actor who, String clientId, String content, Long thread) {
    ObjectNode post = in(lobby).put("clientId", clientId).put("content", content);
    if (thread != null) {
      post.put("thread", thread);
    }
    return script.asks(Row.POST, who, post).path("seq").asLong();
  }

  private ObjectNode it() {
    return in(lobby).put("thread", root);
  }

  @ParameterizedTest
  @EnumSource
  void threadHasItsOwnMark(Door door) {
    scene(door);
    long reply = post(bob, "c-2", "Soup", root);

    JsonNode thread = script.asks(Row.THREAD, ann, it());
    JsonNode mine = script.asks(Row.MY_THREADS, ann, with());
    JsonNode read = script.asks(Row.READ_THREAD, ann, it().put("seq", reply));

    assertEquals(1, thread.path("messages").size());
    assertEquals(1, mine.path("threads").path(0).path("unread").asLong());
    assertEquals(0, read.path("unread").asLong());
    script.asks(Row.UNFOLLOW, ann, it());
    script.asks(Row.FOLLOW, ann, it());
    Actor eve = script.person("eve");
    script.refused(Row.THREAD, eve, it(), 404, "not_found");
    script.refused(Row.FOLLOW, eve, it(), 404, "not_found");
    script.refused(Row.READ_THREAD, eve, it().put("seq", 1), 404, "not_found");
  }

  @ParameterizedTest
  @EnumSource
  void mentionsAreCountedAndListed(Door door) {
    scene(door);
    post(ann, "c-2", "@" + bob.name() + " come too", null);

    JsonNode room = script.asks(Row.GET_ROOM, bob, in(lobby));
    JsonNode mine = script.asks(Row.MY_MENTIONS, bob, with().put("limit", 5));

    assertEquals(1, room.path("mentions").asLong());
    assertEquals(1, mine.path("messages").size());
  }

  @ParameterizedTest
  @EnumSource
  void messageIsForwarded(Door door) {
    scene(door);
    Room kitchen = script.room(bob, "kitchen");
    ObjectNode forward =
        in(kitchen).put("clientId", "f-1").put("fromRoomId", lobby.id()).put("fromSeq", root);

    script.asks(Row.FORWARD, bob, forward);

    script.refused(Row.FORWARD, ann, forward, 404, "not_found");
  }

  @Test
  void mentionIsToldAtOnce() {
    scene(Door.GATEWAY);
    try (SocketClient socket = bob.connects()) {
      socket.register("user." + bob.id(), null);
      socket.write("{\"type\":\"ping\"}");
      socket.awaitFrame("a pong", f -> f.path("type").asText().equals("pong"));
      post(ann, "c-2", "@" + bob.name() + " come too", null);

      JsonNode frame =
          socket.awaitFrame(
              "a mention", f -> f.path("body").path("type").asText().equals("mention"));
      assertTrue(frame.path("body").path("seq").asLong() > root);
      script.golden().matches("notice-mention", (ObjectNode) frame);
    }
  }
}
