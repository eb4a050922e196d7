package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.history.domain.Outcome.Verdict;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random batches into the append function, compared with a log kept in a list. */
class AppendModelTest {
  private static final int ROOMS = 4;
  private static final int PEOPLE = 5;
  private static final int BATCHES = 80;

  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlAppends appends;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    appends =
        new SqlAppends(new Sql(Database.open(vertx, log.settings(), "tertulia_history"), () -> {}));
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  /** One room as it should be. */
  private static final class Room {
    private final RoomId id;
    private final Map<UserId, String> roles = new HashMap<>();
    private final List<Draft> entries = new ArrayList<>();
    private final Map<String, Integer> byClientId = new HashMap<>();
    private final Map<Long, Instant> times = new HashMap<>();

    Room(RoomId id) {
      this.id = id;
    }

    private static String key(Draft draft) {
      return draft.actor().id() + " " + draft.clientId();
    }

    /** What must come out, and the number for those that have one. */
    Outcome expect(Draft draft) {
      Integer first = byClientId.get(key(draft));
      if (first != null) {
        boolean same = entries.get(first - 1).body().equals(draft.body());
        return new Outcome(same ? Verdict.REPEAT : Verdict.ID_REUSED, same ? first : 0, null);
      }
      String role = roles.get(draft.actor().id());
      if (role == null) {
        return new Outcome(Verdict.NOT_MEMBER, 0, null);
      } else if (role.equals("reader")) {
        return new Outcome(Verdict.NOT_ALLOWED, 0, null);
      }
      entries.add(draft);
      byClientId.put(key(draft), entries.size());
      return new Outcome(Verdict.OK, entries.size(), null);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyBatchDoesWhatTheModelSays(long seed) {
    var random = new Random(seed);
    List<UserId> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(UserId.random());
    }
    List<Room> rooms = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(newRoom(people.get(i % PEOPLE)));
    }
    rooms.add(new Room(RoomId.random())); // does not exist
    for (int i = 0; i < BATCHES; i++) {
      maybeChangeMembership(random, rooms.get(random.nextInt(ROOMS)), people);
      append(seed, random, rooms, people);
    }
    for (Room room : rooms.subList(0, ROOMS)) {
      compare(room);
    }
  }

  private static Room newRoom(UserId owner) {
    var room = new Room(log.room(owner));
    room.entries.add(null);
    room.entries.add(null);
    room.roles.put(owner, "owner");
    return room;
  }

  private static void maybeChangeMembership(Random random, Room room, List<UserId> people) {
    UserId person = people.get(random.nextInt(PEOPLE));
    switch (random.nextInt(4)) {
      case 0 -> {
        String role = random.nextInt(3) == 0 ? "reader" : "member";
        log.join(room.id, person, role);
        room.roles.put(person, role);
        room.entries.add(null);
      }
      case 1 -> {
        log.remove(room.id, person);
        room.roles.remove(person);
        room.entries.add(null);
      }
      default -> {}
    }
  }

  private static void append(long seed, Random random, List<Room> rooms, List<UserId> people) {
    // The function appends few drafts in another way than many.
    int size = 1 + random.nextInt(random.nextBoolean() ? 6 : 40);
    var drafts = new ArrayList<Draft>();
    var expected = new ArrayList<Outcome>();
    for (int i = 0; i < size; i++) {
      Room room = rooms.get(random.nextInt(rooms.size()));
      Draft draft = draft(random, room.id, people.get(random.nextInt(PEOPLE)));
      drafts.add(draft);
      expected.add(room.expect(draft));
    }
    List<Outcome> outcomes = Launcher.await(appends.append(drafts));
    for (int i = 0; i < size; i++) {
      Outcome outcome = outcomes.get(i);
      String where = "seed " + seed + " row " + i + " of " + drafts;
      assertEquals(expected.get(i).verdict(), outcome.verdict(), where);
      assertEquals(expected.get(i).seq(), outcome.seq(), where);
      checkTime(rooms, drafts.get(i), outcome, where);
    }
  }

  /** Few client ids, so that many are used again, in the same batch and later. */
  private static Draft draft(Random random, RoomId room, UserId person) {
    int id = random.nextInt(200);
    int variant = random.nextInt(20) == 0 ? 1 : 0;
    return new Draft(
        room,
        new Person(person, "Someone"),
        "message",
        new ClientId("c" + id),
        "{\"content\":\"text %d %d\",\"clientId\":\"c%d\",\"mentions\":[]}"
            .formatted(id, variant, id));
  }

  private static void checkTime(List<Room> rooms, Draft draft, Outcome outcome, String where) {
    if (!outcome.isStored()) {
      return;
    }
    Room room = rooms.stream().filter(r -> r.id.equals(draft.room())).findFirst().orElseThrow();
    assertNotNull(outcome.at(), where);
    Instant earlier = room.times.putIfAbsent(outcome.seq(), outcome.at());
    if (outcome.verdict() == Verdict.REPEAT) {
      assertEquals(earlier, outcome.at(), where);
    } else {
      assertNull(earlier, where);
    }
  }

  private static void compare(Room room) {
    var rows =
        log.rows(
            "select seq, kind, actor_id, client_id, body, msg_no from history.entries"
                + " where room_id = '%s' order by seq".formatted(room.id));
    assertEquals(room.entries.size(), rows.size());
    long messages = 0;
    for (int i = 0; i < rows.size(); i++) {
      Draft draft = room.entries.get(i);
      assertEquals(Integer.toString(i + 1), rows.get(i).get(0));
      if (draft != null) {
        messages++;
        assertEquals(draft.kind(), rows.get(i).get(1));
        assertEquals(draft.actor().id().value(), rows.get(i).get(2));
        assertEquals(draft.clientId().value(), rows.get(i).get(3));
        assertEquals(draft.body(), rows.get(i).get(4));
      }
      assertEquals(Long.toString(messages), rows.get(i).get(5));
    }
    assertEquals(
        room.entries.size() + " " + messages,
        log.one(
            "select last_seq || ' ' || messages from history.heads where room_id = '%s'"
                .formatted(room.id)));
    assertEquals(
        Long.toString(messages),
        log.one(
            """
            select count(*) from history.messages m
            join history.entries e using (room_id, seq)
            where room_id = '%s' and m.content = e.body::json ->> 'content'
              and m.at = e.at and m.client_id = e.client_id
            """
                .formatted(room.id)));
  }
}
