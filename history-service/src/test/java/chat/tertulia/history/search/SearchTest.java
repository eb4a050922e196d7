package chat.tertulia.history.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.TestService;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final RoomId room = log.room(ann.id());
  private int posts;

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private long post(Person who, RoomId where, String content, String more) {
    String body = Json.object().put("clientId", "c" + posts++).put("content", content).toString();
    String whole = body.substring(0, body.length() - 1) + more + "}";
    var answer = service.send(who, "POST", "/rooms/" + where + "/messages", whole);
    assertEquals(201, answer.statusCode(), answer.body());
    return Json.readObject(answer.body()).path("seq").asLong();
  }

  private long post(String content) {
    return post(ann, room, content, "");
  }

  private static HttpResponse<String> search(Person who, String q, String more) {
    String typed = URLEncoder.encode(q, StandardCharsets.UTF_8);
    return service.send(who, "GET", "/search?q=" + typed + more, null);
  }

  private static JsonNode results(Person who, String q, String more) {
    var answer = search(who, q, more);
    assertEquals(200, answer.statusCode(), answer.body());
    return Json.readObject(answer.body());
  }

  private static List<Long> found(Person who, String q, String more) {
    var seqs = new ArrayList<Long>();
    results(who, q, more).path("results").forEach(r -> seqs.add(r.path("seq").asLong()));
    return seqs;
  }

  private List<Long> found(String q) {
    return found(ann, q, "");
  }

  private static <T> void becomes(T wanted, Supplier<T> seen) {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    T last = seen.get();
    while (!wanted.equals(last) && System.nanoTime() < until) {
      Thread.onSpinWait();
      last = seen.get();
    }
    assertEquals(wanted, last);
  }

  @Test
  void messagesAreFoundByWordPartAccentCaseAndScript() {
    long cafe = post("Encontramos no Café São Bento às nove");
    long hello = post("Schöne Straße, HELLO World 12345");
    long japanese = post("明日は東京タワーに行きます");
    long chinese = post("我的iPhone手机坏了");
    long thai = post("สวัสดีครับ");

    becomes(List.of(thai), () -> found("สวัสดี"));
    assertEquals(List.of(cafe), found("cafe"));
    assertEquals(List.of(cafe), found("CAFÉ sao"));
    assertEquals(List.of(cafe), found("contra"));
    assertEquals(List.of(hello), found("strasse"));
    assertEquals(List.of(hello), found("orl"));
    assertEquals(List.of(hello), found("234"));
    assertEquals(List.of(hello), found("hello schone"));
    assertEquals(List.of(japanese), found("東京"));
    assertEquals(List.of(japanese), found("東京タワー"));
    assertEquals(List.of(japanese), found("京"));
    assertEquals(List.of(chinese), found("iphone手机"));
    assertEquals(List.of(), found("京東"));
    assertEquals(List.of(), found("hello cafe"));
    assertEquals(List.of(), found("\"cafe bento\""));
    assertEquals(List.of(cafe), found("\"sao bento\""));
    assertEquals(List.of(), found("\"ell\""));
  }

  @Test
  void filtersNarrow() {
    log.join(room, bob.id(), "member");
    RoomId other = log.room(ann.id());
    long plain = post("filter one");
    long link = post("filter two https://example.org/a?b=c");
    long bobs = post(bob, room, "filter three", "");
    long reply = post(ann, room, "filter four", ",\"thread\":" + plain);
    long there = post(ann, other, "filter five", "");

    becomes(5, () -> found("filter").size());
    assertEquals(List.of(link), found("filter has:link"));
    assertEquals(List.of(link), found(ann, "", "&has=link"));
    assertEquals(List.of(), found("filter has:file"));
    assertEquals(List.of(reply), found("in:thread filter"));
    assertEquals(List.of(reply), found(ann, "filter", "&room=" + room + "&thread=" + plain));
    assertEquals(List.of(bobs), found(ann, "filter", "&from=" + bob.id()));
    assertEquals(List.of(there), found(ann, "filter", "&room=" + other));
    assertEquals(List.of(reply, bobs, link, plain), found(ann, "filter", "&room=" + room));
    assertEquals(List.of(reply, bobs, link, plain), found(bob, "filter", ""));

    var at = results(ann, "filter", "&from=" + bob.id()).path("results").get(0).path("at").asText();
    assertEquals(List.of(link, plain), found(ann, "filter", "&room=" + room + "&before=" + at));
    assertEquals(List.of(reply, bobs), found(ann, "filter", "&room=" + room + "&after=" + at));
  }

  @Test
  void aResultIsAMessageWithItsHighlightsAndNeverMarkup() {
    long seq = post("<b>Marked</b> & <script>marked()</script>");

    becomes(List.of(seq), () -> found("marked"));
    var result = results(ann, "marked", "").path("results").get(0);
    assertEquals(room.value(), result.path("roomId").asText());
    assertEquals("Ann", result.path("actor").path("name").asText());
    assertEquals("<b>Marked</b> & <script>marked()</script>", result.path("content").asText());
    assertEquals(
        "[{\"start\":3,\"end\":9},{\"start\":24,\"end\":30}]",
        result.path("highlights").toString());
  }

  @Test
  void pagesGoOnWhereTheLastOneEndedWhateverIsWrittenMeanwhile() {
    var all = new ArrayList<Long>();
    for (int i = 0; i < 7; i++) {
      all.addFirst(post("paged " + "paged ".repeat(i)));
    }
    becomes(7, () -> found("paged").size());

    for (String sort : List.of("newest", "best")) {
      var seen = new ArrayList<Long>();
      String next = "";
      do {
        var page = results(ann, "paged", "&limit=3&sort=" + sort + "&cursor=" + next);
        page.path("results").forEach(r -> seen.add(r.path("seq").asLong()));
        next = page.path("next").asText();
        long late = post("paged late");
        becomes(true, () -> found("late paged").contains(late));
      } while (!next.isEmpty());
      seen.removeIf(seq -> !all.contains(seq));
      assertEquals(7, seen.size(), sort);
      assertEquals(all, seen, sort); // the more often, the better: here that is newest first, too
    }
  }

  @Test
  void aCursorIsGoodForItsPersonAndItsQuestionOnly() {
    log.join(room, bob.id(), "member");
    post("bound a");
    post("bound b");
    becomes(2, () -> found("bound").size());
    String next = results(ann, "bound", "&limit=1").path("next").asText();

    assertFalse(next.isEmpty());
    assertEquals(200, search(ann, "bound", "&limit=1&cursor=" + next).statusCode());
    for (var answer :
        List.of(
            search(bob, "bound", "&limit=1&cursor=" + next),
            search(ann, "bounds", "&limit=1&cursor=" + next),
            search(ann, "bound", "&room=" + room + "&cursor=" + next),
            search(ann, "bound", "&sort=best&cursor=" + next),
            search(ann, "bound", "&cursor=" + next.substring(1)),
            search(ann, "bound", "&cursor=x"))) {
      assertEquals(400, answer.statusCode());
      assertEquals(
          "cursor", Json.readObject(answer.body()).path("errors").get(0).path("field").asText());
    }
  }

  @Test
  void changesAreFollowed() {
    long kept = post("followed first");
    long gone = post("followed second");
    becomes(List.of(gone, kept), () -> found("followed"));

    log.run(
        """
        insert into history.changed (room_id, seq, actor_id, content, edited_at)
        values ('%s', %d, '%s', 'renamed entirely', now())
        """
            .formatted(room, kept, ann.id()));
    log.delete(room, gone);

    assertEquals(List.of(), found("second")); // at once: a deleted message is never shown
    becomes(List.of(kept), () -> found("entirely"));
    becomes(List.of(), () -> found("followed"));

    log.run("delete from history.changed where room_id = '%s'".formatted(room));

    becomes(List.of(gone, kept), () -> found("followed"));
    log.run("delete from history.entries where room_id = '%s' and seq = %d".formatted(room, gone));
    becomes(
        "1", () -> log.one("select count(*) from history.findable where room_id='" + room + "'"));
  }

  @Test
  void whoIsOutOfTheRoomFindsNothingOfIt() {
    log.join(room, bob.id(), "member");
    long before = post("secret before");
    becomes(List.of(before), () -> found(bob, "secret", ""));
    log.remove(room, bob.id());
    long after = post("secret after");
    becomes(List.of(after, before), () -> found("secret"));

    assertEquals(List.of(), found(bob, "secret", ""));
    var here = search(bob, "secret", "&room=" + room);
    var nowhere = search(bob, "secret", "&room=rnone");
    assertEquals(404, here.statusCode());
    assertEquals(404, nowhere.statusCode());
  }

  @Test
  void manyAtOnceAndWhatWasThereBeforeAreTakenInToo() {
    log.run(
        """
        insert into history.entries (room_id, seq, kind, actor_id, actor_name, at, body, msg_no)
        select '%s', 100 + i, 'message', '%s', 'Ann', now() - i * interval '1 hour',
          '{"content":"imported number' || i || '"}', i
        from generate_series(1, 2500) i
        """
            .formatted(room, ann.id()));

    becomes(
        "2500",
        () -> log.one("select count(*) from history.findable where room_id='" + room + "'"));
    becomes(List.of(2600L), () -> found("number2500"));
    becomes(List.of(101L), () -> found("\"number1\""));
    assertEquals(50, found(ann, "imported", "&limit=50").size());
  }

  @Test
  void anotherLifeOfTheDataIsReadAnew() {
    long seq = post("restored words");
    becomes(List.of(seq), () -> found("restored"));
    log.run("delete from history.findable where room_id = '%s'".formatted(room));
    assertEquals(List.of(), found("restored"));

    log.run("update history.search_state set epoch = 'another'");

    becomes(List.of(seq), () -> found("restored"));
  }

  @ParameterizedTest
  @CsvSource({
    "q=, q",
    "q=%20, q",
    "q=%26%7C%21%27%22, q",
    "q=a&limit=0, limit",
    "q=a&limit=51, limit",
    "q=a&limit=x, limit",
    "q=a&sort=oldest, sort",
    "q=a&before=yesterday, before",
    "q=a&after=99999-01-01, after",
    "q=a&before=1969-01-01T00:00:00Z, before",
    "q=a&room=a%20b, room",
    "q=a&from=a%20b, from",
    "q=a&has=virus, has",
    "q=a&thread=1, room",
    "q=a&room=r1&thread=0, thread",
    "q=%00, q"
  })
  void aBadQuestionNamesTheField(String query, String field) {
    var answer = service.send(ann, "GET", "/search?" + query, null);
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(
        field, Json.readObject(answer.body()).path("errors").get(0).path("field").asText());
  }

  @Test
  void lengthAndWordsOfAQuestionAreLimited() {
    assertEquals(200, search(ann, "x".repeat(200), "").statusCode());
    assertEquals(400, search(ann, "x".repeat(201), "").statusCode());
    assertEquals(200, search(ann, "a ".repeat(12), "").statusCode());
    assertEquals(400, search(ann, "a ".repeat(13), "").statusCode());
    assertEquals(200, search(ann, "\"" + "a ".repeat(64) + "\"", "").statusCode());
    assertEquals(400, search(ann, "\"" + "a ".repeat(65) + "\"", "").statusCode());
    assertEquals(401, search(null, "x", "").statusCode());
  }

  @ParameterizedTest
  @CsvSource({"'; drop", "'' | '''", "a:*", "!b", "(c", "d & ", "<->", "\\", "%", "_", "'\"\"\"'"})
  void whatMeansSomethingToTheDatabaseMeansNothingHere(String typed) {
    assertTrue(List.of(200, 400).contains(search(ann, typed, "").statusCode()));
    assertEquals(200, search(ann, typed + " z", "").statusCode());
  }
}
