package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
      var meanwhile = since(during.cursor());
      assertEquals(Map.of(), meanwhile.heads(), "what was told is told once");

      held.commit();

      assertEquals(Map.of(slow, 3L), since(meanwhile.cursor()).heads());
    }
  }

  @Test
  void oneAnswerIsBoundedAndTheNextGoesOnWhereItEnded() throws Exception {
    RoomId slow = log.room(ann);
    String cursor = since(null).cursor();
    try (Connection held = log.asRooms()) {
      held.setAutoCommit(false);
      LogDatabase.append(held, slow, ann, "room", "{\"topic\":\"late\"}");
      // Some rooms get entries in more than one transaction.
      log.run(
          """
          do $$ begin
            for batch in 0..24 loop
              insert into history.entries
                (room_id, seq, kind, actor_id, actor_name, at, body, msg_no)
              select 'many-' || (batch * 900 + n), batch + 1, 'room', 'u', 'U', now(), '{}', 0
              from generate_series(1, 1000) n;
              commit;
            end loop;
          end $$
          """);

      var heads = new HashMap<RoomId, Long>();
      RoomLog.Changed page;
      int pages = 0;
      do {
        page = since(cursor);
        assertTrue(page.heads().size() <= SqlRoomLog.MAX_CHANGES);
        page.heads().forEach((room, head) -> heads.merge(room, head, Math::max));
        cursor = page.cursor();
        pages++;
      } while (page.more());

      assertEquals(3, pages);
      assertEquals(24 * 900 + 1000, heads.size());
      assertEquals(2L, heads.get(new RoomId("many-950")));
      assertEquals(25L, heads.get(new RoomId("many-22600")));
      held.commit();
    }

    assertEquals(Map.of(slow, 3L), since(cursor).heads());
  }

  @Test
  void aCursorOfAnOlderProcessIsOneNumber() {
    String before = log.one("select pg_current_xact_id()::text");
    RoomId room = log.room(ann);

    assertEquals(2L, since(before).heads().get(room));
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
                    "explain "
                        + SqlRoomLog.CHANGED
                            .replace("$1", "'999999999990:999999999999:999999999990'")
                            .replace("$2", "10000"))
                .stream()
                .map(row -> row.getFirst())
                .toList());
    assertTrue(plan.contains("entries_xid"), plan);
    assertFalse(plan.contains("Seq Scan on entries"), plan);
  }

  @Test
  void aCursorThatIsNotOursIsRefused() {
    assertThrows(Problem.class, () -> since("1; drop table x"));
    assertThrows(Problem.class, () -> since(""));
    assertThrows(Problem.class, () -> since("0"));
    assertThrows(Problem.class, () -> since("0:0:"));
    assertThrows(Problem.class, () -> since("3:5:4,4"));
    assertThrows(Problem.class, () -> since("3:5:3,6"));
    String running =
        LongStream.range(1, 1_500).mapToObj(Long::toString).collect(Collectors.joining(","));
    assertDoesNotThrow(() -> since("1:9000:" + running));
    String longest = running + "0".repeat(Snapshot.MAX_CHARS);
    assertThrows(Problem.class, () -> since("1:9000:" + longest));
  }
}
