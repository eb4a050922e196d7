package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.testkit.LocalPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Senders that repeat an unanswered send under the same client id, while connections are cut and
 * the server dies: nothing acknowledged is lost or doubled, no number is missing, a sender's order
 * is kept.
 */
class KilledDatabaseTest {
  private static final int SENDERS = 8;
  private static final long RETRY_MS = 20;

  private LogDatabase log;
  private TestService service;
  private final List<RoomId> rooms = new ArrayList<>();
  private final List<Person> people = new ArrayList<>();
  private final Map<String, Long> acked = new ConcurrentHashMap<>();
  private final AtomicBoolean stop = new AtomicBoolean();

  @BeforeEach
  void start() {
    log = LogDatabase.in(LocalPostgres.durable());
    service = TestService.start(log.settings());
    for (int i = 0; i < SENDERS; i++) {
      people.add(TestService.person("P" + i));
    }
    for (int i = 0; i < 4; i++) {
      RoomId room = log.room(people.getFirst().id());
      people.subList(1, SENDERS).forEach(p -> log.join(room, p.id(), "member"));
      rooms.add(room);
    }
  }

  @AfterEach
  void end() {
    service.close();
  }

  @Test
  @Timeout(120)
  void killedConnectionsLoseNothing() throws Exception {
    String epoch = epoch();
    underLoad(
        () -> {
          for (int i = 0; i < 20; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            log.rows(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where usename = 'tertulia_history' and datname = current_database()");
          }
          return null;
        });
    check();
    assertEquals(epoch, epoch());
  }

  @Test
  @Timeout(120)
  void aKilledServerLosesNothing() throws Exception {
    String epoch = epoch();
    underLoad(
        () -> {
          for (int i = 0; i < 2; i++) {
            TimeUnit.MILLISECONDS.sleep(500);
            LocalPostgres.durable().server().killHard();
            LocalPostgres.durable().server().restart();
          }
          TimeUnit.MILLISECONDS.sleep(500);
          LocalPostgres.durable().server().stopImmediate();
          LocalPostgres.durable().server().restart();
          TimeUnit.MILLISECONDS.sleep(500);
          return null;
        });
    check();
    assertEquals(epoch, epoch());
  }

  private String epoch() {
    return log.one("select history.current_epoch()");
  }

  private void underLoad(Callable<Void> fault) throws Exception {
    try (var threads = Executors.newCachedThreadPool()) {
      var senders = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < SENDERS; i++) {
        int number = i;
        senders.add(threads.submit(() -> send(number)));
      }
      fault.call();
      stop.set(true);
      for (var each : senders) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }

  /** Sends one after the other, each until it is acknowledged. */
  private void send(int number) {
    var random = new Random(number);
    for (int i = 0; !stop.get(); i++) {
      RoomId room = rooms.get(random.nextInt(rooms.size()));
      var clientId = new ClientId("s" + number + "-" + i);
      var post = new Messages.Post(room, clientId, "message " + i, null, null);
      Log.PostVerdict verdict = null;
      while (verdict == null) {
        verdict = tryOnce(new Log.PostBatch(List.of(new Log.PostBy(people.get(number), post))));
      }
      acked.put(room + " " + clientId, verdict.seq());
    }
  }

  private Log.PostVerdict tryOnce(Log.PostBatch batch) {
    try {
      var verdict =
          Launcher.await(service.bus().call(Switchboard.POST_BATCH, batch)).verdicts().getFirst();
      if (verdict.problem() == null) {
        return verdict;
      }
      assertEquals("unavailable", verdict.problem().path("code").asText());
    } catch (chat.tertulia.shared.error.Problem e) {
      assertTrue(e.code().retryable(), e.getMessage());
    }
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return null;
  }

  private void check() {
    assertTrue(acked.size() > 50, "acknowledged only " + acked.size());
    var stored = new java.util.HashMap<String, Long>();
    var last = new java.util.HashMap<String, Integer>();
    for (RoomId room : rooms) {
      long expected = 1;
      for (var row :
          log.rows(
              "select seq, client_id from history.entries where room_id = '%s' order by seq"
                  .formatted(room))) {
        assertEquals(expected++, Long.parseLong(row.getFirst()));
        String id = row.get(1);
        if (id != null) {
          assertNull(stored.put(room + " " + id, expected - 1), "doubled " + id);
          int dash = id.indexOf('-');
          int number = Integer.parseInt(id.substring(dash + 1));
          Integer before = last.put(room + " " + id.substring(0, dash), number);
          assertTrue(before == null || before < number, "out of order " + id);
        }
      }
    }
    assertEquals(acked, stored);
  }
}
