package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.domain.AppendQueue;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Someone holds a room's head in an open transaction, and the queue fills behind it. */
class HeldRoomTest {
  private final Person ann = TestService.person("Ann");
  private final LogDatabase log = LogDatabase.fresh();
  private final TestService service =
      TestService.start(
          log.settings(), Map.of("TERTULIA_APPEND_BATCH", "1", "TERTULIA_APPEND_QUEUE", "2"));

  private HttpResponse<String> post(RoomId room, String clientId) {
    var body = Json.object().put("clientId", clientId).put("content", "x").toString();
    return service.send(ann, "POST", "/rooms/" + room + "/messages", body);
  }

  private static String code(HttpResponse<String> answer) {
    return Json.readObject(answer.body()).path("code").asText();
  }

  private void waitForAppend() {
    String waiting =
        "select count(*) from pg_stat_activity"
            + " where datname = current_database() and wait_event_type = 'Lock'";
    while (log.one(waiting).equals("0")) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Timeout(30)
  void othersAreServedOrToldToComeBack() throws Exception {
    RoomId held = log.room(ann.id());
    RoomId other = inOtherLane(held);
    try (service;
        Connection holder = log.asRooms()) {
      holder.setAutoCommit(false);
      LogDatabase.append(holder, held, ann.id(), "room", "{\"topic\":\"slow\"}");

      var first = CompletableFuture.supplyAsync(() -> post(held, "c1"));
      waitForAppend();
      assertEquals(201, post(other, "c2").statusCode());

      var second = CompletableFuture.supplyAsync(() -> post(held, "c3"));
      while (service.node().metrics().get("tertulia.append.waiting").gauge().value() < 2) {
        Thread.onSpinWait();
      }
      var refused = post(other, "c4");
      assertEquals(503, refused.statusCode());
      assertEquals("overloaded", code(refused));
      assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));

      assertEquals(503, first.get().statusCode());
      assertEquals("unavailable", code(first.get()));
      holder.commit();
      assertTrue(second.get().statusCode() == 201 || code(second.get()).equals("unavailable"));
      assertEquals(201, post(held, "c1").statusCode());
    }
  }

  private RoomId inOtherLane(RoomId room) {
    while (true) {
      RoomId candidate = log.room(ann.id());
      if (Math.floorMod(candidate.hashCode(), AppendQueue.LANES)
          != Math.floorMod(room.hashCode(), AppendQueue.LANES)) {
        return candidate;
      }
    }
  }
}
