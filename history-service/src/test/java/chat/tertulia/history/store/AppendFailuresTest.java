package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.AppendFailed;
import chat.tertulia.history.domain.AppendFailed.Why;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a batch did not get in decides what happens to its drafts. */
@Timeout(30)
class AppendFailuresTest {
  private static final Person ANN = new Person(UserId.random(), "Ann");

  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlAppends appends;
  private static final AtomicBoolean doubted = new AtomicBoolean();

  private final RoomId room = log.room(ANN.id());

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    var database = Database.open(vertx, log.settings(), "tertulia_history");
    appends = new SqlAppends(new Sql(database, () -> doubted.set(true)));
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  private Future<List<Outcome>> append(String body) {
    return appends.append(List.of(new Draft(room, ANN, "message", new ClientId("c"), body)));
  }

  private static Why why(Future<List<Outcome>> failed) {
    return assertThrows(AppendFailed.class, () -> Launcher.await(failed)).why();
  }

  @Test
  void aHeldRoomIsBusy() throws Exception {
    try (Connection holder = log.asRooms()) {
      holder.setAutoCommit(false);
      LogDatabase.append(holder, room, ANN.id(), "room", "{}");

      assertEquals(Why.BUSY, why(append("{\"content\":\"x\"}")));
    }
  }

  @Test
  void aCutConnectionLeavesTheOutcomeUnknown() throws Exception {
    try (Connection holder = log.asRooms()) {
      holder.setAutoCommit(false);
      LogDatabase.append(holder, room, ANN.id(), "room", "{}");
      var waiting = append("{\"content\":\"x\"}");
      String cut =
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and wait_event_type = 'Lock'";
      while (log.rows(cut).isEmpty()) {
        Thread.onSpinWait();
      }

      assertEquals(Why.UNKNOWN, why(waiting));
      assertTrue(doubted.get());
    }
  }

  /** Stored, it would be an error for whoever reads the page. */
  @ParameterizedTest
  @ValueSource(strings = {"not JSON", "{}", "[]", "{\"content\":\"\\u0000\"}"})
  void whatNobodyCouldReadIsRefused(String body) {
    assertEquals(Why.REFUSED, why(append(body)));
    assertEquals("2", log.one("select last_seq from history.heads where room_id = '" + room + "'"));
  }
}
