package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Marks.Marked;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts computed from numbers against counts counted one by one. */
class UnreadTest {
  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlAppends appends;
  private static SqlMarks marks;

  private final UserId ann = UserId.random();
  private final UserId bob = UserId.random();
  private final UserId eve = UserId.random();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    var sql = new Sql(Database.open(vertx, log.settings(), "tertulia_history"), () -> {});
    appends = new SqlAppends(sql);
    marks = new SqlMarks(sql);
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  private static long post(RoomId room, UserId who, String content) {
    var draft =
        new Draft(
            room,
            new Person(who, "Someone"),
            "message",
            new ClientId("c" + System.nanoTime()),
            "{\"content\":\"" + content + "\"}");
    return Launcher.await(appends.append(List.of(draft))).getFirst().seq();
  }

  private static Marked mark(RoomId room, UserId who, long seq) {
    return Launcher.await(marks.mark(who, room, seq)).orElseThrow();
  }

  private static Summary summary(RoomId room, UserId who) {
    return Launcher.await(marks.summaries(who, List.of(room))).getFirst();
  }

  @Test
  void aNewcomerHasReadWhatWasBeforeThem() {
    RoomId room = log.room(ann);
    post(room, ann, "before");
    long joined = log.join(room, bob, "member");

    assertEquals(joined, summary(room, bob).readSeq());
    assertEquals(0, summary(room, bob).unread());
    post(room, ann, "after");
    assertEquals(1, summary(room, bob).unread());
  }

  @Test
  void aMarkMovesForwardOnlyAndNotPastTheHead() {
    RoomId room = log.room(ann);
    log.join(room, bob, "member");
    long first = post(room, ann, "one");
    long second = post(room, ann, "two");

    assertTrue(mark(room, bob, first).moved());
    assertEquals(1, mark(room, bob, first).mark().unread());
    assertFalse(mark(room, bob, 0).moved());
    assertEquals(first, mark(room, bob, 1).mark().readSeq());
    Marked last = mark(room, bob, 1_000_000);
    assertEquals(second, last.mark().readSeq());
    assertEquals(0, last.mark().unread());
  }

  @Test
  void onlyMembersHaveMarksAndSummaries() {
    RoomId room = log.room(ann);

    assertTrue(Launcher.await(marks.mark(eve, room, 1)).isEmpty());
    assertTrue(Launcher.await(marks.mark(ann, RoomId.random(), 1)).isEmpty());
    var rooms = List.of(room, RoomId.random());
    assertEquals(List.of(), Launcher.await(marks.summaries(eve, rooms)));
    assertEquals(1, Launcher.await(marks.summaries(ann, rooms)).size());
  }

  @Test
  void theNewestEntryIsShownShort() {
    RoomId room = log.room(ann);
    post(room, ann, "🦜".repeat(300));

    var last = summary(room, ann).last();
    assertEquals("message", last.kind());
    assertEquals("🦜".repeat(SqlMarks.LAST_CHARS), last.content());
    log.join(room, bob, "member");
    assertEquals("member", summary(room, ann).last().kind());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCountIsWhatCountingGives(long seed) {
    var random = new Random(seed);
    RoomId room = log.room(ann);
    List<UserId> people = List.of(ann, bob, eve);
    for (int i = 0; i < 60; i++) {
      UserId who = people.get(random.nextInt(3));
      switch (random.nextInt(8)) {
        case 0 -> log.join(room, who, "member");
        case 1 -> log.remove(room, bob);
        case 2 -> Launcher.await(marks.mark(who, room, random.nextInt(70)));
        case 3 -> log.delete(room, random.nextInt(70));
        default -> post(room, who, "x");
      }
      people.forEach(person -> compare(room, person));
    }
  }

  private static void compare(RoomId room, UserId person) {
    List<Summary> found = Launcher.await(marks.summaries(person, List.of(room)));
    var counted =
        log.rows(
            """
            select greatest(m.joined_seq, r.seq), (
              select count(*) from history.messages g
              where g.room_id = m.room_id and g.seq > greatest(m.joined_seq, r.seq)
                and not g.deleted and g.actor_id <> m.user_id)
            from rooms.members m left join history.reads r using (room_id, user_id)
            where m.room_id = '%s' and m.user_id = '%s'
            """
                .formatted(room, person));
    assertEquals(counted.size(), found.size());
    for (int i = 0; i < counted.size(); i++) {
      assertEquals(counted.get(i).get(0), Long.toString(found.get(i).readSeq()));
      assertEquals(counted.get(i).get(1), Long.toString(found.get(i).unread()));
    }
  }
}
