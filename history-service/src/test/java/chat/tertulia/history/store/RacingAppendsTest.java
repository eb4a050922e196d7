package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.history.domain.Outcome.Verdict;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several services append to the same rooms while people join and are removed. */
class RacingAppendsTest {
  private static final int SERVICES = 4;
  private static final int BATCHES = 60;
  private static final int CHANGES = 60;

  private static Vertx vertx;
  private static LogDatabase log;

  private final List<UserId> people = ids(6);
  private final List<RoomId> rooms = new ArrayList<>();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  private static List<UserId> ids(int count) {
    var ids = new ArrayList<UserId>();
    for (int i = 0; i < count; i++) {
      ids.add(UserId.random());
    }
    return ids;
  }

  @Test
  @Timeout(120)
  void numbersAndRightsHoldInEveryRoom() throws Exception {
    for (int i = 0; i < 5; i++) {
      rooms.add(log.room(people.getFirst()));
    }
    var work = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < SERVICES; i++) {
      long seed = i;
      work.add(() -> post(seed));
    }
    work.add(() -> changeMembers(11));
    work.add(() -> changeMembers(12));
    int stored = 0;
    try (var threads = Executors.newCachedThreadPool()) {
      for (Future<Integer> each : threads.invokeAll(work)) {
        stored += each.get(100, TimeUnit.SECONDS);
      }
    }

    assertTrue(stored > 0);
    int found = 0;
    for (RoomId room : rooms) {
      found += replay(room);
    }
    assertEquals(stored, found);
  }

  private int post(long seed) {
    var random = new Random(seed);
    var database = Database.open(vertx, log.settings().withConnections(1), "tertulia_history");
    var appends = new SqlAppends(new Sql(database, () -> {}));
    int stored = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      var drafts = new ArrayList<Draft>();
      for (int i = 0; i < 30; i++) {
        drafts.add(draft(random, "s" + seed + "-" + batch + "-" + i));
      }
      List<Outcome> outcomes = Launcher.await(appends.append(drafts));
      stored += (int) outcomes.stream().filter(o -> o.verdict() == Verdict.OK).count();
    }
    Launcher.await(database.close());
    return stored;
  }

  private Draft draft(Random random, String clientId) {
    return new Draft(
        rooms.get(random.nextInt(rooms.size())),
        new Person(people.get(random.nextInt(people.size())), "Someone"),
        "message",
        new ClientId(clientId),
        "{\"content\":\"x\"}");
  }

  private int changeMembers(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < CHANGES; i++) {
      RoomId room = rooms.get(random.nextInt(rooms.size()));
      UserId person = people.get(random.nextInt(people.size()));
      if (random.nextBoolean()) {
        log.join(room, person, "member");
      } else {
        log.remove(room, person);
      }
    }
    return 0;
  }

  /** Reads the log as a newcomer would: nobody may speak who is not in the room at that number. */
  private static int replay(RoomId room) {
    Set<String> members = new HashSet<>();
    int messages = 0;
    long expected = 1;
    for (var row :
        log.rows(
            "select seq, kind, actor_id, body from history.entries where room_id = '%s' order by seq"
                .formatted(room))) {
      assertEquals(expected++, Long.parseLong(row.getFirst()));
      if (row.get(1).equals("message")) {
        messages++;
        assertTrue(members.contains(row.get(2)), "entry " + row + " by someone who is not there");
      } else if (row.get(1).equals("member")) {
        String subject = Json.readObject(row.get(3)).path("user").path("id").asText();
        if (row.get(3).contains("\"joined\"")) {
          members.add(subject);
        } else {
          members.remove(subject);
        }
      }
    }
    return messages;
  }
}
