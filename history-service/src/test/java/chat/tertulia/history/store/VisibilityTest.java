package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages.Page;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What newcomers of a room see that shows them nothing from before. */
class VisibilityTest {
  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlAppends appends;
  private static SqlTranscripts transcripts;
  private static SqlRoomLog entries;

  private final UserId ann = UserId.random();
  private final UserId late = UserId.random();
  private final RoomId room = log.room(ann);
  private final long early = post("early secret");
  private final long joined = join();
  private final long after = post("after");

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    var sql = new Sql(Database.open(vertx, log.settings(), "tertulia_history"), () -> {});
    appends = new SqlAppends(sql);
    transcripts = new SqlTranscripts(sql);
    entries = new SqlRoomLog(sql);
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  private long join() {
    long seq = log.join(room, late, "member");
    log.run("update rooms.members set visible_from = joined_seq where user_id = '" + late + "'");
    return seq;
  }

  private long post(String content) {
    String body = Json.text(Json.object().put("content", content));
    var client = new ClientId("c" + content.hashCode());
    var draft = new Draft(room, new Person(ann, "Ann"), "message", client, body);
    return Launcher.await(appends.append(List.of(draft))).getFirst().seq();
  }

  @Test
  void theLogShowsMarkersBelowAndEntriesFromThereOn() {
    var slice = Launcher.await(entries.read(room, late, 0, 100)).orElseThrow();

    assertEquals(joined, slice.visibleFrom());
    for (LogEntry entry : slice.entries()) {
      assertEquals(entry.seq() < joined, entry.kind().equals(LogEntry.HIDDEN), entry.json());
      assertFalse(entry.json().contains("secret"));
    }
    assertEquals(after, slice.entries().size());
    var whole = Launcher.await(entries.read(room, ann, 0, 100)).orElseThrow();
    assertEquals("message", whole.entries().get((int) early - 1).kind());
  }

  @Test
  void whatAGatewayKeptIsShownAsTheLogShowsIt() {
    var raw = Launcher.await(entries.read(room, null, 0, 100)).orElseThrow().entries();
    var seen = Launcher.await(entries.read(room, late, 0, 100)).orElseThrow().entries();

    assertEquals(seen, raw.stream().map(e -> e.seenBy(joined, 0)).toList());
  }

  @Test
  void pagesBeginThere() {
    for (Page page :
        List.of(
            page(null, null, null),
            page(after, null, null),
            page(null, 0L, null),
            page(null, null, early))) {
      var found = Launcher.await(transcripts.page(late, page)).orElseThrow().messages();
      assertFalse(found.stream().anyMatch(m -> m.seq() < joined), page.toString());
    }
    var newest = Launcher.await(transcripts.page(late, page(null, null, null))).orElseThrow();
    assertEquals(List.of(after), newest.messages().stream().map(m -> m.seq()).toList());
  }

  private Page page(Long before, Long above, Long around) {
    return new Page(room, before, above, around, 50, null, null);
  }

  @Test
  void aPurgedMessageIsTheSameMarkerFromTheLogAndFromAGateway() {
    var raw = Launcher.await(entries.read(room, ann, 0, 100)).orElseThrow().entries();
    log.run("select history.purge('" + room + "', now() + interval '1 day', " + early + ")");

    var slice = Launcher.await(entries.read(room, ann, 0, 100)).orElseThrow();

    assertEquals(early, slice.purgedTo());
    assertEquals(slice.entries(), raw.stream().map(e -> e.seenBy(0, early)).toList());
    assertEquals(LogEntry.PURGED, slice.entries().get((int) early - 1).kind());
  }
}
