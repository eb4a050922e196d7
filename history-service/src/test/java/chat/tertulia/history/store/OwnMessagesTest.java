package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Transcripts.Own;
import chat.tertulia.history.domain.Transcripts.Place;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Page;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one person has said in all their rooms, and what became of it. */
class OwnMessagesTest {
  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlAppends appends;
  private static SqlTranscripts transcripts;

  private final UserId ann = UserId.random();
  private final UserId bob = UserId.random();
  private int sent;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    var sql = new Sql(Database.open(vertx, log.settings(), "tertulia_history"), () -> {});
    appends = new SqlAppends(sql);
    transcripts = new SqlTranscripts(sql);
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  private Draft draft(RoomId room, UserId who) {
    String client = "c" + sent++;
    String body =
        "{\"content\":\"%s\",\"clientId\":\"%s\",\"replyTo\":1,\"mentions\":[]}"
            .formatted(client, client);
    return new Draft(room, new Person(who, "Someone"), "message", new ClientId(client), body);
  }

  /** Many drafts in one batch have one time; that is where the order is hard. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pagesTogetherAreEverythingOnceNewestFirst(long seed) {
    var random = new Random(seed);
    var rooms = new ArrayList<RoomId>();
    for (int i = 0; i < 5; i++) {
      rooms.add(log.room(ann));
      log.join(rooms.get(i), bob, "member");
    }
    for (int batch = 0; batch < 12; batch++) {
      var drafts = new ArrayList<Draft>();
      for (int i = random.nextInt(9); i >= 0; i--) {
        drafts.add(draft(rooms.get(random.nextInt(5)), random.nextInt(3) == 0 ? bob : ann));
      }
      Launcher.await(appends.append(drafts));
      log.delete(rooms.get(random.nextInt(5)), random.nextInt(20));
    }
    log.remove(rooms.getFirst(), ann);

    assertEquals(expected(), paged(1 + random.nextInt(7)));
  }

  private List<String> expected() {
    return log
        .rows(
            """
            select e.room_id || ' ' || e.seq || ' ' || (e.body::json ->> 'content')
            from history.entries e
            join rooms.members m on m.room_id = e.room_id and m.user_id = e.actor_id
            where e.actor_id = '%s' and e.kind = 'message' and not exists (
              select from history.changed c where c.room_id = e.room_id and c.seq = e.seq)
            order by e.at desc, e.room_id desc, e.seq desc
            """
                .formatted(ann))
        .stream()
        .map(List::getFirst)
        .toList();
  }

  private List<String> paged(int limit) {
    var found = new ArrayList<String>();
    Place below = null;
    boolean more = true;
    while (more) {
      Own own = Launcher.await(transcripts.by(ann, below, limit));
      for (Message message : own.messages()) {
        found.add(message.roomId() + " " + message.seq() + " " + message.content());
        below = new Place(message.at(), message.roomId(), message.seq());
      }
      more = own.more();
    }
    return found;
  }

  @Test
  void aChangedMessageIsShownAsItIsNow() {
    RoomId room = log.room(ann);
    Launcher.await(appends.append(List.of(draft(room, ann), draft(room, ann), draft(room, ann))));
    log.delete(room, 4);
    log.run(
        """
        insert into history.changed (room_id, seq, actor_id, content, edited_at)
        values ('%s', 5, '%s', 'better', now())
        """
            .formatted(room, ann));

    var page = new Page(room, null, null, null, 50, null, null);
    var shown = Launcher.await(transcripts.page(ann, page)).orElseThrow().messages();

    assertEquals(List.of(3L, 4L, 5L), shown.stream().map(Message::seq).toList());
    assertEquals(sent - 3, Integer.parseInt(shown.get(0).content().substring(1)));
    assertEquals(1, shown.get(0).replyTo());
    assertNull(shown.get(0).editedAt());
    assertNull(shown.get(1).content());
    assertEquals(true, shown.get(1).deleted());
    assertEquals("better", shown.get(2).content());
  }
}
