package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom messages name, threads with their own marks, forwarded messages. */
class MentionsOverRestTest {
  private static final List<JsonNode> NOTICES = new CopyOnWriteArrayList<>();
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final Person eve = TestService.person("Eve");
  private final RoomId room = log.room(ann.id());

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
    Launcher.await(service.bus().subscribe(Switchboard.NOTICE, n -> NOTICES.add(Json.tree(n))));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void people() {
    log.join(room, bob.id(), "member");
    rename(ann, "Ann");
    rename(bob, "Bob de Souza");
  }

  private void rename(Person who, String name) {
    log.run(
        "update rooms.members set name = '%s' where room_id = '%s' and user_id = '%s'"
            .formatted(name, room, who.id()));
  }

  private String path(String what) {
    return "/rooms/" + room + "/" + what;
  }

  private static ObjectNode text(String content) {
    return Json.object().put("clientId", "c" + System.nanoTime()).put("content", content);
  }

  private long post(Person who, ObjectNode body) {
    var answer = service.send(who, "POST", path("messages"), body.toString());
    assertEquals(201, answer.statusCode(), answer.body());
    return json(answer).path("seq").asLong();
  }

  private long post(Person who, String content) {
    return post(who, text(content));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.readObject(answer.body());
  }

  private static JsonNode done(HttpResponse<String> answer) {
    assertTrue(answer.statusCode() < 300, answer.body());
    return json(answer);
  }

  private JsonNode get(Person who, String path) {
    return done(service.send(who, "GET", path, null));
  }

  private List<String> named(long seq) {
    var names = new ArrayList<String>();
    get(ann, path("messages/" + seq))
        .path("mentions")
        .forEach(p -> names.add(p.path("id").asText()));
    return names;
  }

  private Log.Summary summary(Person who) {
    var wanted = new Log.SummariesFor(who.id(), List.of(room));
    return Launcher.await(service.bus().call(Switchboard.SUMMARIES, wanted)).rooms().getFirst();
  }

  private String unread(Person who) {
    Log.Summary now = summary(who);
    return now.unread() + " " + now.mentions();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Bob de Souza, look | 1",
        "hey @bob de souza! | 1",
        "(@BOB DE SOUZA) | 1",
        "@Bob | 0",
        "bob de souza | 0",
        "mail@bob de souza | 0",
        "`@Bob de Souza` | 0",
        "@Somebody | 0",
        "@room | 1",
        "@here now | 1"
      })
  void aTextNamesAMemberByTheNameTheyHave(String content, int counted) {
    post(ann, content);

    assertEquals("1 " + counted, unread(bob));
    assertEquals("0 0", unread(ann));
  }

  @Test
  void aPersonIsNamedByTheirId() {
    assertEquals(List.of(bob.id().value()), named(post(ann, "@" + bob.id() + " hello")));
  }

  @Test
  void mentionsAreCountedUntilTheyAreReadAndToldToWhomTheyName() {
    NOTICES.clear();
    long seq = post(ann, "@Bob de Souza: are you there?");
    post(ann, "well");

    assertEquals("2 1", unread(bob));
    var mark = done(service.send(bob, "PUT", path("read"), "{\"seq\":" + seq + "}"));
    assertEquals(1, mark.path("unread").asLong());
    assertEquals(0, mark.path("mentions").asLong());
    SocketClient.awaitTrue(
        "a notice", () -> NOTICES.stream().anyMatch(n -> isMention(n, bob, seq)));
    JsonNode mine = get(bob, "/me/mentions").path("messages");
    assertEquals(seq, mine.path(0).path("seq").asLong());
    assertEquals(0, get(ann, "/me/mentions").path("messages").size());
  }

  private boolean isMention(JsonNode notice, Person who, long seq) {
    JsonNode frame = notice.path("frame");
    return notice.path("user").asText().equals(who.id().value())
        && frame.path("type").asText().equals("mention")
        && frame.path("seq").asLong() == seq;
  }

  @Test
  void mentionsArePagedOverRooms() {
    for (int i = 0; i < 5; i++) {
      post(ann, i % 2 == 0 ? "@Bob de Souza " + i : "@room " + i);
    }
    var found = new ArrayList<String>();
    String next = "";
    do {
      JsonNode page = get(bob, "/me/mentions?limit=2&cursor=" + next);
      page.path("messages").forEach(m -> found.add(m.path("content").asText()));
      next = page.path("next").asText();
    } while (!next.isEmpty());

    assertEquals(
        List.of("@Bob de Souza 4", "@room 3", "@Bob de Souza 2", "@room 1", "@Bob de Souza 0"),
        found);
  }

  @Test
  void anEditAndADeletionChangeWhoIsNamed() {
    long seq = post(ann, "hello");
    service.send(ann, "PATCH", path("messages/" + seq), "{\"content\":\"@Bob de Souza hello\"}");
    assertEquals("1 1", unread(bob));
    service.send(ann, "POST", path("messages/" + seq + "/undo"), null);
    assertEquals("1 0", unread(bob));
    service.send(ann, "PATCH", path("messages/" + seq), "{\"content\":\"@room hello\"}");
    assertEquals("1 1", unread(bob));
    service.send(ann, "DELETE", path("messages/" + seq), null);
    assertEquals("0 0", unread(bob));
    service.send(ann, "POST", path("messages/" + seq + "/undo"), null);
    assertEquals("1 1", unread(bob));
  }

  @Test
  void inABigRoomOnlyThoseWhoLeadItCallEverybody() {
    log.run(
        """
        insert into rooms.members (room_id, user_id, name, role, joined_seq)
        select '%s', 'x' || i, 'X' || i, 'member', 1000 + i from generate_series(1, 100) i
        """
            .formatted(room));
    post(bob, "@room everybody!");
    assertEquals("1 0", unread(ann));
    post(ann, "@room everybody!");
    assertEquals("1 1", unread(bob));
  }

  @Test
  void whatAMessageRefersToMustExist() {
    long seq = post(ann, "hello");
    long reply = post(bob, text("in a thread").put("thread", seq));
    for (ObjectNode bad :
        List.of(
            text("x").put("replyTo", 1),
            text("x").put("replyTo", 999),
            text("x").put("thread", 1),
            text("x").put("thread", reply),
            text("x").put("thread", 999))) {
      var answer = service.send(ann, "POST", path("messages"), bad.toString());
      assertEquals(400, answer.statusCode(), answer.body());
      String field = json(answer).path("errors").path(0).path("field").asText();
      assertTrue(bad.has(field), field);
    }
    assertEquals(Long.toString(reply), head());
    post(bob, text("x").put("replyTo", reply).put("thread", seq));
    var foreign =
        service.send(eve, "POST", path("messages"), text("x").put("replyTo", 1).toString());
    assertEquals(404, foreign.statusCode());
  }

  private String head() {
    return log.one("select last_seq from history.heads where room_id = '%s'".formatted(room));
  }

  @Test
  void aThreadHasItsOwnMark() {
    long root = post(ann, "what do we eat?");
    long first = post(bob, text("soup").put("thread", root));
    post(bob, text("or @Ann decides").put("thread", root));

    assertEquals("0 1", unread(ann));
    JsonNode mine = get(ann, "/me/threads").path("threads");
    assertEquals(1, mine.size());
    assertEquals("2 2 1", line(mine.path(0)));
    service.send(ann, "PUT", path("read"), "{\"seq\":999}");
    assertEquals("0 1", unread(ann));
    String read = path("threads/" + root + "/read");
    assertEquals("2 1 1", line(done(service.send(ann, "PUT", read, "{\"seq\":" + first + "}"))));
    assertEquals("2 0 0", line(done(service.send(ann, "PUT", read, "{\"seq\":999}"))));
    assertEquals("0 0", unread(ann));
    JsonNode thread = get(ann, path("threads/" + root));
    assertEquals(root, thread.path("root").path("seq").asLong());
    assertEquals(2, thread.path("messages").size());
    assertEquals(404, service.send(eve, "GET", path("threads/" + root), null).statusCode());
    assertEquals(404, service.send(ann, "GET", path("threads/" + first), null).statusCode());
    assertEquals(404, service.send(eve, "PUT", read, "{\"seq\":1}").statusCode());
  }

  private static String line(JsonNode state) {
    return state.path("replies") + " " + state.path("unread") + " " + state.path("mentions");
  }

  @Test
  void aMessageTellsOfItsThread() {
    long root = post(ann, "what do we eat?");
    assertFalse(message(root).has("replies"));
    post(ann, text("soup").put("thread", root));
    post(bob, text("with bread").put("thread", root));
    long last = post(ann, text("and cheese").put("thread", root));

    JsonNode replies = message(root).path("replies");
    assertEquals("3 " + last, replies.path("count") + " " + replies.path("lastSeq"));
    assertEquals("Ann", replies.path("people").path(0).path("name").asText());
    assertEquals("Bob", replies.path("people").path(1).path("name").asText());
    assertEquals(2, replies.path("people").size());
    assertEquals(message(last).path("at"), replies.path("lastAt"));

    service.send(ann, "DELETE", path("messages/" + last), null);
    assertEquals(2, message(root).path("replies").path("count").asInt());
    assertEquals(
        "Bob",
        get(bob, path("messages")).path("messages").path(0).at("/replies/people/0/name").asText());
  }

  private JsonNode message(long seq) {
    return get(ann, path("messages/" + seq));
  }

  @Test
  void aThreadIsFollowedAndLeft() {
    long root = post(ann, "what do we eat?");
    post(ann, text("soup").put("thread", root));
    String follow = path("threads/" + root + "/follow");

    assertEquals(0, get(bob, "/me/threads").path("threads").size());
    JsonNode state = done(service.send(bob, "PUT", follow, null));
    assertTrue(state.path("follows").asBoolean());
    assertEquals(0, state.path("unread").asLong());
    post(ann, text("with bread").put("thread", root));
    assertEquals("2 1 0", line(get(bob, "/me/threads").path("threads").path(0)));
    assertEquals(204, service.send(bob, "DELETE", follow, null).statusCode());
    assertEquals(0, get(bob, "/me/threads").path("threads").size());
    post(ann, text("@Bob de Souza?").put("thread", root));
    assertEquals(1, get(bob, "/me/threads").path("threads").size());
  }

  @Test
  void aMessageIsForwardedByWhoMayReadIt() {
    long seq = post(bob, "the address is 7, Rua Nova");
    RoomId other = log.room(ann.id());
    ObjectNode forward =
        Json.object().put("clientId", "f-1").put("fromRoomId", room.value()).put("fromSeq", seq);
    String there = "/rooms/" + other + "/forwards";

    var first = service.send(ann, "POST", there, forward.toString());
    var again = service.send(ann, "POST", there, forward.toString());

    assertEquals(201, first.statusCode(), first.body());
    assertEquals(200, again.statusCode());
    assertEquals(first.body(), again.body());
    long copy = json(first).path("seq").asLong();
    JsonNode message = get(ann, "/rooms/" + other + "/messages/" + copy);
    assertEquals("the address is 7, Rua Nova", message.path("content").asText());
    assertEquals(seq, message.path("forwarded").path("seq").asLong());
    assertEquals(bob.id().value(), message.path("forwarded").path("actor").path("id").asText());
    forward.put("clientId", "f-2");
    assertEquals(404, service.send(bob, "POST", there, forward.toString()).statusCode());
    RoomId eves = log.room(eve.id());
    String mine = "/rooms/" + eves + "/forwards";
    assertEquals(404, service.send(eve, "POST", mine, forward.toString()).statusCode());
    service.send(bob, "PATCH", path("messages/" + seq), "{\"content\":\"moved\"}");
    assertEquals(
        200,
        service.send(ann, "POST", there, forward.put("clientId", "f-1").toString()).statusCode());
  }

  @Test
  void whatIsPostedBehindAMentionStaysBehindIt() {
    var posts = new ArrayList<Log.PostBy>();
    for (int i = 0; i < 20; i++) {
      String content = i % 3 == 0 ? "@Bob de Souza " + i : "plain " + i;
      var post =
          Json.convert(
              text(content).put("roomId", room.value()),
              chat.tertulia.shared.contract.Messages.Post.class);
      posts.add(new Log.PostBy(ann, post));
    }
    var verdicts =
        Launcher.await(service.bus().call(Switchboard.POST_BATCH, new Log.PostBatch(posts)))
            .verdicts();

    long before = 0;
    for (Log.PostVerdict each : verdicts) {
      assertTrue(each.seq() > before, verdicts.toString());
      before = each.seq();
    }
    assertFalse(verdicts.isEmpty());
  }
}
