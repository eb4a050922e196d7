package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.RoomLog;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeadsTest {
  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlRoomLog roomLog;

  private final UserId ann = UserId.random();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    roomLog =
        new SqlRoomLog(new Sql(Database.open(vertx, log.settings(), "tertulia_history"), () -> {}));
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  private static RoomLog.Changed since(String cursor) {
    return Launcher.await(roomLog.changedSince(cursor));
  }

  @Test
  void theFirstAnswerIsOnlyACursorAndLaterOnesNameWhatChanged() {
    log.room(ann);
    var first = since(null);
    assertEquals(Map.of(), first.heads());

    RoomId room = log.room(ann);
    var second = since(first.cursor());
    assertEquals(Map.of(room, 2L), second.heads());

    assertEquals(Map.of(), since(since(second.cursor()).cursor()).heads());
  }

  /** The id of a transaction is older than the cursor's answer, its commit is younger. */
  @Test
  void aCommitThatComesLateIsNotMissed() throws Exception {
    RoomId slow = log.room(ann);
    RoomId quick = log.room(ann);
    try (Connection held = log.asRooms()) {
      held.setAutoCommit(false);
      LogDatabase.append(held, slow, ann, "room", "{\"topic\":\"late\"}");
      String cursor = since(null).cursor();
      log.join(quick, UserId.random(), "member");
      var during = since(cursor);
      assertEquals(3L, during.heads().get(quick));
      assertFalse(during.heads().containsKey(slow));

      held.commit();

      assertEquals(3L, since(during.cursor()).heads().get(slow));
    }
  }

  /** A dump carries transaction ids of another server, which may be far ahead of this one. */
  @Test
  void restoredRowsAreNotReportedForEver() {
    RoomId restored = log.room(ann);
    String cursor = since(null).cursor();
    log.run(
        "update history.entries set xid = '999999999999' where room_id = '%s'".formatted(restored));

    assertEquals(Map.of(), since(cursor).heads());
  }

  @Test
  void theQueryReadsOnlyWhatChanged() {
    log.run(
        """
        insert into history.entries
          (room_id, seq, kind, actor_id, actor_name, at, body, msg_no, xid)
        select 'old', n, 'room', 'u', 'U', now(), '{}', 0, '1' from generate_series(1, 20000) n;
        analyze history.entries
        """);
    String plan =
        String.join(
            "\n",
            log
                .rows(
                    "explain select room_id, max(seq) from history.entries"
                        + " where xid >= '999999999999' group by room_id")
                .stream()
                .map(row -> row.getFirst())
                .toList());
    assertTrue(plan.contains("entries_xid"), plan);
  }

  @Test
  void aCursorThatIsNotOursIsRefused() {
    assertThrows(Problem.class, () -> since("1; drop table x"));
    assertThrows(Problem.class, () -> since(""));
  }
}
