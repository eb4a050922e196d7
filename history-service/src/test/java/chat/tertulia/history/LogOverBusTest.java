package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.store.SqlTranscripts;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operations between our own processes, and what is announced. */
class LogOverBusTest {
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final RoomId room = log.room(ann.id());

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Caller caller(Person person) {
    return new Caller(
        person.id(), SessionId.random(), person.name(), "user", Instant.now().plusSeconds(60));
  }

  private Log.PostBy post(Person who, String clientId, String content) {
    return new Log.PostBy(
        who, new Messages.Post(room, new ClientId(clientId), content, null, null));
  }

  private static List<Log.PostVerdict> send(List<Log.PostBy> posts) {
    return Launcher.await(service.bus().call(Switchboard.POST_BATCH, new Log.PostBatch(posts)))
        .verdicts();
  }

  private Log.Found read(Person who, long after, int limit) {
    return Launcher.await(
        service
            .bus()
            .call(
                Switchboard.READ_LOG,
                new Log.Read(room, who == null ? null : who.id(), after, limit)));
  }

  @Test
  void aBatchIsAnsweredPostByPost() {
    var verdicts =
        send(
            List.of(
                post(ann, "a1", "one"),
                post(bob, "b1", "not in the room"),
                post(ann, "a1", "one"),
                post(ann, "a1", "other"),
                post(ann, "a2", "two")));

    assertEquals(3, verdicts.get(0).seq());
    assertEquals("not_found", verdicts.get(1).problem().path("code").asText());
    assertEquals(3, verdicts.get(2).seq());
    assertEquals(true, verdicts.get(2).repeat());
    assertEquals(verdicts.get(0).at(), verdicts.get(2).at());
    assertEquals("id_reused", verdicts.get(3).problem().path("code").asText());
    assertEquals(4, verdicts.get(4).seq());
    assertNull(verdicts.get(4).repeat());
  }

  @Test
  void aBatchIsBounded() {
    var tooMany = Collections.nCopies(Log.MAX_POSTS + 1, post(ann, "a1", "x"));

    assertThrows(Problem.class, () -> send(tooMany));
    assertEquals(2, read(null, 0, 10).head());
  }

  @Test
  void entriesAreAnnouncedOnceInOrderAsTheyAreRead() throws Exception {
    BlockingQueue<LogEntry> heard = new LinkedBlockingQueue<>();
    int shard = EntryBatch.shardOf(room, service.node().settings().shards());
    var hearing =
        service
            .bus()
            .hearShard(
                shard,
                batch ->
                    batch.entries().stream()
                        .filter(e -> e.room().equals(room))
                        .forEach(heard::add));
    Launcher.await(hearing.ready());
    send(List.of(post(ann, "a1", "one"), post(ann, "a2", "two"), post(ann, "a1", "one")));
    send(List.of(post(ann, "a2", "two"), post(ann, "a3", "three")));

    var announced = new ArrayList<LogEntry>();
    for (int i = 0; i < 3; i++) {
      announced.add(heard.poll(5, TimeUnit.SECONDS));
    }
    assertEquals(read(null, 2, 10).entries(), announced);
    assertNull(heard.poll(100, TimeUnit.MILLISECONDS));
    Launcher.await(hearing.close());
  }

  @Test
  void theLogIsReadByMembersAndByGateways() {
    send(List.of(post(ann, "a1", "one")));

    Log.Found mine = read(ann, 0, 500);
    assertTrue(mine.member());
    assertFalse(mine.epoch().isEmpty());
    assertEquals(3, mine.head());
    assertEquals(List.of(1L, 2L, 3L), mine.entries().stream().map(LogEntry::seq).toList());
    LogEntry joined = mine.entries().get(1);
    assertEquals(ann.id(), joined.subject());
    assertEquals("joined", joined.change());
    assertEquals(mine, read(null, 0, 500));
    assertEquals(2, read(ann, 0, 2).entries().size());
    assertEquals(List.of(), read(ann, 3, 500).entries());
    assertEquals(List.of(), read(ann, 99, 500).entries());

    Log.Found foreign = read(bob, 0, 500);
    assertEquals(new Log.Found(false, mine.epoch(), 0, List.of()), foreign);
    log.join(room, bob.id(), "member");
    assertTrue(read(bob, 0, 500).member());
    log.remove(room, bob.id());
    assertFalse(read(bob, 0, 500).member());
  }

  @Test
  void oneAnswerIsBoundedInBytes() {
    String content = "🦜".repeat(4_000); // 16 kB in UTF-8
    for (int batch = 0; batch < 2; batch++) {
      var posts = new ArrayList<Log.PostBy>();
      for (int i = 0; i < 50; i++) {
        posts.add(post(ann, "big" + batch + "-" + i, content));
      }
      send(posts);
    }

    Log.Found first = read(ann, 0, 500);
    assertTrue(first.entries().size() > 50 && first.entries().size() < 102);
    assertEquals(102, first.head());
    long after = first.entries().getLast().seq();
    assertEquals(first.entries().size(), after);
    assertEquals(102, read(ann, after, 500).entries().getLast().seq());
  }

  @Test
  void headsNameWhatChanged() {
    var heads = Launcher.await(service.bus().call(Switchboard.HEADS, new Log.HeadsSince(null)));
    send(List.of(post(ann, "a1", "one")));

    var changed =
        Launcher.await(service.bus().call(Switchboard.HEADS, new Log.HeadsSince(heads.cursor())));

    assertEquals(3L, changed.heads().get(room));
    assertEquals(heads.epoch(), changed.epoch());
  }

  @Test
  void aMovedMarkIsToldToTheOtherDevices() throws Exception {
    BlockingQueue<Rooms.Notice> heard = new LinkedBlockingQueue<>();
    Launcher.await(
        service
            .bus()
            .subscribe(
                Switchboard.NOTICE,
                notice -> {
                  if (notice.user().equals(bob.id())) {
                    heard.add(notice);
                  }
                }));
    log.join(room, bob.id(), "member");
    send(List.of(post(ann, "a1", "one"), post(ann, "a2", "two")));

    Messages.ReadMark mark = mark(bob, 4);
    mark(bob, 4);

    assertEquals(new Messages.ReadMark(4, 1, 0), mark);
    var notice = heard.poll(5, TimeUnit.SECONDS);
    assertNotNull(notice);
    assertEquals(
        Json.readObject(
            "{\"type\":\"counts\",\"roomId\":\"%s\",\"readSeq\":4,\"unread\":1,\"mentions\":0}"
                .formatted(room)),
        notice.frame());
    assertNull(heard.poll(100, TimeUnit.MILLISECONDS));
  }

  private Messages.ReadMark mark(Person who, long seq) {
    return Launcher.await(
        service
            .bus()
            .call(
                Switchboard.MARK_READ,
                caller(who),
                Call.Origin.INTERNAL,
                new Messages.MarkRead(room, seq)));
  }

  @Test
  void summariesAreForTheRoomsOneIsIn() {
    send(List.of(post(ann, "a1", "one")));
    var wanted = new Log.SummariesFor(ann.id(), List.of(room, RoomId.random()));

    var summaries = Launcher.await(service.bus().call(Switchboard.SUMMARIES, wanted)).rooms();

    assertEquals(1, summaries.size());
    var summary = summaries.getFirst();
    assertEquals(3, summary.head());
    assertEquals(2, summary.readSeq());
    assertEquals(0, summary.unread());
    assertEquals("one", summary.last().content());
    assertEquals(ann, summary.last().actor());
  }

  @Test
  void summariesAreBounded() {
    var wanted = new Log.SummariesFor(ann.id(), Collections.nCopies(501, room));

    assertThrows(
        Problem.class, () -> Launcher.await(service.bus().call(Switchboard.SUMMARIES, wanted)));
  }

  @Test
  void myMessagesComeNewestFirstFromTheRoomsIAmIn() {
    RoomId other = log.room(bob.id());
    log.join(other, ann.id(), "member");
    for (int i = 0; i < 5; i++) {
      send(List.of(post(ann, "m" + i, "here " + i)));
      var there = new Messages.Post(other, new ClientId("m" + i), "there " + i, null, null);
      send(List.of(new Log.PostBy(ann, there), new Log.PostBy(bob, there)));
    }

    var seen = new ArrayList<Messages.Message>();
    String cursor = null;
    do {
      var page = mine(cursor);
      seen.addAll(page.messages());
      cursor = page.next();
    } while (cursor != null);

    assertEquals(10, seen.stream().map(m -> m.roomId() + " " + m.seq()).distinct().count());
    assertEquals(10, seen.size());
    for (int i = 1; i < seen.size(); i++) {
      assertFalse(seen.get(i).at().isAfter(seen.get(i - 1).at()));
    }
    for (RoomId each : List.of(room, other)) {
      var numbers = seen.stream().filter(m -> m.roomId().equals(each)).map(m -> -m.seq()).toList();
      assertEquals(numbers.stream().sorted().toList(), numbers);
    }
    log.remove(other, ann.id());
    assertTrue(mine(null).messages().stream().allMatch(m -> m.roomId().equals(room)));
  }

  /** Two hundred of the longest messages were one answer of five megabytes. */
  @Test
  void aPageOfMessagesIsBoundedInBytesAndTheNextGoesOn() {
    String content = "語".repeat(Messages.MAX_CONTENT_CHARS); // 24 kB in UTF-8
    int most = SqlTranscripts.MAX_CONTENT_BYTES / (3 * Messages.MAX_CONTENT_CHARS) + 1;
    var posts = new ArrayList<Log.PostBy>();
    for (int i = 0; i < 40; i++) {
      posts.add(post(ann, "long" + i, content)); // numbers 3 to 42
    }
    send(posts);

    var newest = history(null, null, null, null);
    assertEquals(numbers(43 - most, 42), seqs(newest));
    assertEquals(42, newest.head());
    var before = history(null, null, null, newest.next());
    assertEquals(numbers(43 - 2 * most, 42 - most), seqs(before));
    var oldest = history(null, 2L, null, null);
    assertEquals(numbers(3, 2 + most), seqs(oldest));
    assertEquals(numbers(3 + most, 2 + 2 * most), seqs(history(null, 2L, null, oldest.next())));
    var around = history(null, null, 20L, null);
    assertEquals(numbers(20 - most / 2, 20 + (most - 1) / 2), seqs(around));
    assertEquals(numbers(31, 42).reversed().subList(0, most), seqs(mine(null, 200)));

    var seen = new ArrayList<Long>();
    for (var page = newest; ; page = history(null, null, null, page.next())) {
      seen.addAll(0, seqs(page));
      if (page.next() == null) {
        break;
      }
    }
    assertEquals(numbers(3, 42), seen);
    var own = new ArrayList<Long>();
    for (var page = mine(null, 200); ; page = mine(page.next(), 200)) {
      own.addAll(seqs(page));
      if (page.next() == null) {
        break;
      }
    }
    assertEquals(numbers(3, 42).reversed(), own);
  }

  @Test
  void onlyAPageWithMoreBehindItHasANext() {
    for (int i = 0; i < 6; i++) {
      send(List.of(post(ann, "m" + i, "message " + i))); // numbers 3 to 8
    }

    assertNull(history(6, null, null, null, null).next());
    assertNull(history(6, null, 2L, null, null).next());
    assertNull(history(3, 6L, null, null, null).next());
    assertNotNull(history(2, null, 3L, null, null).next());
    var some = history(4, null, null, null, null);
    var rest = history(4, null, null, null, some.next());
    assertEquals(numbers(3, 4), seqs(rest));
    assertNull(rest.next());
    var within = history(2, 7L, 3L, null, null);
    assertEquals(numbers(4, 5), seqs(within));
    var after = history(2, 7L, 3L, null, within.next());
    assertEquals(numbers(6, 6), seqs(after));
    assertNull(after.next());
    for (String foreign : List.of("x", "b", "b-1", "a1;", "a" + "9".repeat(19))) {
      assertThrows(Problem.class, () -> history(4, null, null, null, foreign));
    }
  }

  private Messages.MessagePage history(Long before, Long after, Long around, String cursor) {
    return history(Messages.MAX_PAGE, before, after, around, cursor);
  }

  private Messages.MessagePage history(
      int limit, Long before, Long after, Long around, String cursor) {
    return Launcher.await(
        service
            .bus()
            .call(
                Switchboard.HISTORY,
                caller(ann),
                Call.Origin.INTERNAL,
                new Messages.Page(room, before, after, around, limit, null, cursor)));
  }

  private static List<Long> seqs(Messages.MessagePage page) {
    return page.messages().stream().map(Messages.Message::seq).toList();
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private Messages.MessagePage mine(String cursor) {
    return mine(cursor, 3);
  }

  private Messages.MessagePage mine(String cursor, int limit) {
    return Launcher.await(
        service
            .bus()
            .call(
                Switchboard.MY_MESSAGES,
                caller(ann),
                Call.Origin.INTERNAL,
                new Messages.Mine(cursor, limit)));
  }

  @Test
  void membershipsAskedForAtOnceAreToldEachOnItsOwn() {
    send(List.of(post(ann, "one", "first"), post(ann, "two", "second")));
    long head = read(ann, 0, Log.MAX_ENTRIES).head();
    var questions = new ArrayList<Future<Log.Found>>();

    for (int i = 0; i < 50; i++) {
      Person who = i % 2 == 0 ? ann : bob;
      RoomId which = i % 10 == 4 ? new RoomId("nowhere") : room;
      questions.add(service.bus().call(Switchboard.READ_LOG, new Log.Read(which, who.id(), 0, 0)));
    }

    for (int i = 0; i < questions.size(); i++) {
      Log.Found found = Launcher.await(questions.get(i));
      boolean member = i % 2 == 0 && i % 10 != 4;
      assertEquals(member, found.member());
      assertEquals(member ? head : 0, found.head());
      assertTrue(found.entries().isEmpty());
    }
  }
}
