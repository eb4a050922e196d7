package chat.tertulia.rooms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTurnsTest {
  private final RoomTurns turns = new RoomTurns();
  private final RoomId lobby = new RoomId("lobby");

  @Test
  void changesOfOneRoomFollowEachOtherWhateverBecomesOfThem() {
    var begun = new ArrayList<String>();
    var first = Promise.<String>promise();
    var one = turns.take(lobby, () -> start(begun, "one", first.future()));
    var two = turns.take(lobby, () -> start(begun, "two", Future.failedFuture("no")));
    var three = turns.take(lobby, () -> start(begun, "three", Future.succeededFuture("3")));
    assertEquals(List.of("one"), begun);

    first.complete("1");

    assertEquals(List.of("one", "two", "three"), begun);
    assertTrue(one.succeeded());
    assertTrue(two.failed());
    assertEquals("3", three.result());
  }

  @Test
  void otherRoomsDoNotWait() {
    turns.take(lobby, () -> Promise.promise().future());

    assertTrue(turns.take(new RoomId("den"), Future::succeededFuture).succeeded());
  }

  @Test
  void tooManyAreRefusedAtOnce() {
    var first = Promise.<String>promise();
    var running = new ArrayList<Future<String>>();
    for (int i = 0; i <= RoomTurns.MAX_WAITING; i++) {
      // All but the first end as soon as they begin, which must not overflow the stack.
      running.add(turns.take(lobby, first::future));
    }

    var refused = turns.<String>take(lobby, Future::succeededFuture);
    assertEquals(ErrorCode.OVERLOADED, ((Problem) refused.cause()).code());
    assertFalse(running.getLast().isComplete());

    first.complete("done");
    assertTrue(running.stream().allMatch(Future::succeeded));
    assertTrue(turns.take(lobby, Future::succeededFuture).succeeded());
  }

  private static Future<String> start(List<String> begun, String name, Future<String> work) {
    begun.add(name);
    return work;
  }
}
