package chat.tertulia.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.MessageChanges;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages: edits, deletions, undoing either, reactions, pins. */
class ChangesOverRestTest {
  private static LogDatabase log;
  private static TestService service;

  private final Person ann = TestService.person("Ann");
  private final Person bob = TestService.person("Bob");
  private final Person eve = TestService.person("Eve");
  private final RoomId room = log.room(ann.id());
  private long first;

  @BeforeAll
  static void start() {
    log = LogDatabase.fresh();
    service = TestService.start(log.settings());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void aMessageOfBob() {
    log.join(room, bob.id(), "member");
    first = post(bob, "Hello");
  }

  private long post(Person who, String content) {
    String body =
        Json.object().put("clientId", "c" + System.nanoTime()).put("content", content).toString();
    var answer = service.send(who, "POST", path("messages"), body);
    assertEquals(201, answer.statusCode(), answer.body());
    return json(answer).path("seq").asLong();
  }

  private String path(String what) {
    return "/rooms/" + room + "/" + what;
  }

  private String message(long seq) {
    return path("messages/" + seq);
  }

  private String reaction(long seq, String emoji) {
    return message(seq) + "/reactions/" + URLEncoder.encode(emoji, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> edit(Person who, long seq, String content) {
    return service.send(
        who, "PATCH", message(seq), Json.object().put("content", content).toString());
  }

  private JsonNode now(Person who, long seq) {
    return done(service.send(who, "GET", message(seq), null));
  }

  private static JsonNode done(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.readObject(answer.body());
  }

  private static void refused(int status, String code, HttpResponse<String> answer) {
    assertEquals(
        status + " " + code, answer.statusCode() + " " + json(answer).path("code").asText());
  }

  private JsonNode lastEntry() {
    JsonNode page = done(service.send(ann, "GET", path("entries?limit=200"), null));
    return page.path("entries").path(page.path("entries").size() - 1);
  }

  private String head() {
    return log.one("select last_seq from history.heads where room_id = '%s'".formatted(room));
  }

  @Test
  void anEditIsAnEntryAndItsTextTheMessagesOwn() {
    JsonNode noted = done(edit(bob, first, "Hello, all"));

    assertEquals(first + 1, noted.path("seq").asLong());
    JsonNode entry = lastEntry();
    assertEquals("edit", entry.path("kind").asText());
    assertEquals(first, entry.path("target").asLong());
    assertEquals("Hello, all", entry.path("content").asText());
    assertEquals("Hello, all", now(ann, first).path("content").asText());
    assertEquals(entry.path("at").asText(), now(ann, first).path("editedAt").asText());
  }

  @Test
  void theTextsAMessageHadAreReadable() {
    edit(bob, first, "Hello, all");
    edit(bob, first, "Hello, everybody");

    var texts = new ArrayList<String>();
    done(service.send(ann, "GET", message(first) + "/versions", null))
        .path("versions")
        .forEach(v -> texts.add(v.path("content").asText()));

    assertEquals(List.of("Hello", "Hello, all", "Hello, everybody"), texts);
    refused(404, "not_found", service.send(eve, "GET", message(first) + "/versions", null));
  }

  @Test
  void anEditIsRepeatedWithoutHarm() {
    String body = "{\"content\":\"Hello, all\",\"clientId\":\"e-1\"}";
    JsonNode once = done(service.send(bob, "PATCH", message(first), body));
    done(edit(bob, first, "Hello, everybody"));

    assertEquals(once, done(service.send(bob, "PATCH", message(first), body)));
    assertEquals("Hello, everybody", now(bob, first).path("content").asText());
    String other = body.replace("Hello, all", "Good bye");
    refused(409, "id_reused", service.send(bob, "PATCH", message(first), other));
    JsonNode same = done(edit(bob, first, "Hello, everybody"));
    assertEquals(first + 2, same.path("seq").asLong());
    assertEquals(Long.toString(first + 2), head());
  }

  @Test
  void onlyTheAuthorEdits() {
    refused(403, "access_denied", edit(ann, first, "I said that"));
    refused(404, "not_found", edit(eve, first, "I said that"));
    refused(404, "not_found", edit(bob, 1, "no message"));
    refused(404, "not_found", edit(bob, 999, "no number"));
    log.run("update rooms.members set role = 'reader' where user_id = '%s'".formatted(bob.id()));
    refused(403, "access_denied", edit(bob, first, "once more"));

    assertEquals(Long.toString(first), head());
    assertEquals("Hello", now(ann, first).path("content").asText());
  }

  @Test
  void aDeletionLeavesATombstoneWithItsReason() {
    service.send(ann, "PUT", reaction(first, "👍"), null);
    service.send(ann, "PUT", path("pins/" + first), null);

    var answer = service.send(ann, "DELETE", message(first) + "?reason=off+topic", null);

    assertEquals(204, answer.statusCode(), answer.body());
    JsonNode entry = lastEntry();
    assertEquals("delete", entry.path("kind").asText());
    assertEquals(first, entry.path("target").asLong());
    assertEquals("off topic", entry.path("reason").asText());
    JsonNode left = now(bob, first);
    assertTrue(left.path("deleted").asBoolean());
    assertFalse(left.has("content"));
    assertFalse(left.has("pinned"));
    assertEquals(0, left.path("reactions").size());
    assertEquals("off topic", left.path("reason").asText());
    assertEquals(ann.id().value(), left.path("deletedBy").path("id").asText());
    String head = head();
    assertEquals(204, service.send(bob, "DELETE", message(first), null).statusCode());
    assertEquals(head, head());
    refused(409, "conflict", edit(bob, first, "again"));
    refused(409, "conflict", service.send(bob, "PUT", reaction(first, "👍"), null));
    refused(409, "conflict", service.send(bob, "PUT", path("pins/" + first), null));
    refused(404, "not_found", service.send(ann, "GET", message(first) + "/versions", null));
  }

  @Test
  void onlyAuthorsAndModeratorsDelete() {
    long anns = post(ann, "mine");

    refused(403, "access_denied", service.send(bob, "DELETE", message(anns), null));
    refused(404, "not_found", service.send(eve, "DELETE", message(anns), null));
    log.run("update rooms.members set role = 'moderator' where user_id = '" + bob.id() + "'");
    assertEquals(204, service.send(bob, "DELETE", message(anns), null).statusCode());
  }

  @Test
  void anEditIsUndone() {
    edit(bob, first, "Hello, all");
    JsonNode edited = now(bob, first);
    edit(bob, first, "Hello, everybody");

    done(service.send(bob, "POST", message(first) + "/undo", null));

    assertEquals(edited, now(bob, first));
    JsonNode entry = lastEntry();
    assertEquals("edit", entry.path("kind").asText());
    assertEquals("edit", entry.path("undo").asText());
    assertEquals("Hello, all", entry.path("content").asText());
    assertEquals(edited.path("editedAt"), entry.path("editedAt"));
    refused(404, "not_found", service.send(bob, "POST", message(first) + "/undo", null));
  }

  @Test
  void aDeletionIsUndoneByWhoeverMadeIt() {
    JsonNode before = now(bob, first);
    service.send(ann, "DELETE", message(first), null);

    refused(403, "access_denied", service.send(bob, "POST", message(first) + "/undo", null));
    done(service.send(ann, "POST", message(first) + "/undo", null));

    assertEquals(before, now(bob, first));
    assertEquals("delete", lastEntry().path("undo").asText());
    done(edit(bob, first, "Hello, all"));
    done(service.send(bob, "POST", message(first) + "/undo", null));
    assertEquals(before, now(bob, first));
  }

  @Test
  void afterHalfAMinuteNothingIsUndone() {
    edit(bob, first, "Hello, all");
    log.run(
        "update history.entries set at = at - interval '31 s' where room_id = '%s' and seq > %d"
            .formatted(room, first));

    refused(409, "conflict", service.send(bob, "POST", message(first) + "/undo", null));
  }

  @Test
  void reactionsAreCountedInTheOrderTheyCameUp() {
    done(service.send(ann, "PUT", reaction(first, "🎉"), null));
    done(service.send(ann, "PUT", reaction(first, "👍"), null));
    JsonNode noted = done(service.send(bob, "PUT", reaction(first, "🎉"), null));
    assertEquals(noted, done(service.send(bob, "PUT", reaction(first, "🎉"), null)));
    service.send(ann, "DELETE", reaction(first, "🎉"), null);

    JsonNode entry = lastEntry();
    assertEquals("reaction", entry.path("kind").asText());
    assertEquals("🎉", entry.path("emoji").asText());
    assertFalse(entry.path("on").asBoolean(true));
    assertEquals(
        Json.readObject(
                "{\"r\":[{\"emoji\":\"🎉\",\"count\":1,\"mine\":true},"
                    + "{\"emoji\":\"👍\",\"count\":1,\"mine\":false}]}")
            .path("r"),
        now(bob, first).path("reactions"));
    String head = head();
    assertEquals(204, service.send(ann, "DELETE", reaction(first, "🎉"), null).statusCode());
    assertEquals(head, head());
    refused(404, "not_found", service.send(eve, "PUT", reaction(first, "🎉"), null));
    refused(404, "not_found", service.send(ann, "PUT", reaction(1, "🎉"), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "👍",
        "👍🏽",
        "❤️",
        "❤",
        "🇧🇷",
        "7️⃣",
        "👩‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "🧑🏿‍🤝‍🧑🏻",
        "☕"
      })
  void anyEmojiWillDo(String emoji) {
    done(service.send(ann, "PUT", reaction(first, emoji), null));

    assertEquals(emoji, now(ann, first).path("reactions").path(0).path("emoji").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1", ":)", "👍👍", "👍x", " 👍", "<b>", "‍", "🇧", "thumbsup"})
  void aReactionMustBeOneEmoji(String text) {
    var answer = service.send(ann, "PUT", reaction(first, text), null);

    refused(400, "bad_request", answer);
    assertEquals("emoji", json(answer).path("errors").path(0).path("field").asText());
    assertEquals(Long.toString(first), head());
  }

  @Test
  void thereIsABoundOnReactions() {
    for (int i = 0; i < MessageChanges.MAX_OWN_EMOJI; i++) {
      done(service.send(ann, "PUT", reaction(first, Character.toString(0x1F600 + i)), null));
    }
    refused(409, "conflict", service.send(ann, "PUT", reaction(first, "👍"), null));
    log.run(
        """
        insert into history.reactions (room_id, seq, emoji, user_id, place, made)
        select '%s', %d, 'e' || i, 'u' || i, 1, 1 from generate_series(%d, %d) i
        """
            .formatted(room, first, MessageChanges.MAX_OWN_EMOJI + 1, MessageChanges.MAX_EMOJI));
    refused(409, "conflict", service.send(bob, "PUT", reaction(first, "👍"), null));
    done(service.send(bob, "PUT", reaction(first, Character.toString(0x1F600)), null));
  }

  @Test
  void pinsAreListedTheNewestFirst() {
    long second = post(ann, "Rules");
    done(service.send(bob, "PUT", path("pins/" + first), null));
    done(service.send(bob, "PUT", path("pins/" + second), null));

    JsonNode pins = done(service.send(ann, "GET", path("pins"), null)).path("messages");
    assertEquals(second, pins.path(0).path("seq").asLong());
    assertEquals(first, pins.path(1).path("seq").asLong());
    assertTrue(pins.path(0).path("pinned").asBoolean());
    JsonNode entry = lastEntry();
    assertEquals("pin", entry.path("kind").asText());
    assertEquals(second, entry.path("target").asLong());
    assertTrue(entry.path("on").asBoolean());
    assertEquals(204, service.send(ann, "DELETE", path("pins/" + first), null).statusCode());
    assertFalse(now(ann, first).has("pinned"));
    refused(404, "not_found", service.send(eve, "GET", path("pins"), null));
    refused(404, "not_found", service.send(eve, "PUT", path("pins/" + first), null));
  }

  @Test
  void aRoomHasSoManyPinsAtMost() {
    log.run(
        "insert into history.pins (room_id, seq, made) select '%s', 1000 + i, 1 from generate_series(1, %d) i"
            .formatted(room, MessageChanges.MAX_PINS));

    refused(409, "conflict", service.send(bob, "PUT", path("pins/" + first), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | messages/x | {\"content\":\"x\"} | seq",
        "PATCH | messages/0 | {\"content\":\"x\"} | seq",
        "PATCH | messages/-4 | {\"content\":\"x\"} | seq",
        "PATCH | messages/4 | {} | content",
        "PATCH | messages/4 | {\"content\":\" \"} | content",
        "PATCH | messages/4 | {\"content\":7} | content",
        "PATCH | messages/4 | {\"content\":\"x\",\"clientId\":\"\"} | clientId",
        "DELETE | messages/x | | seq",
        "PUT | pins/0 | {} | seq",
        "PUT | pins/4 | {\"on\":\"no\"} | on"
      })
  void aRequestIsChecked(String method, String what, String body, String field) {
    var answer = service.send(bob, method, path(what), body);

    refused(400, "bad_request", answer);
    assertEquals(field, json(answer).path("errors").path(0).path("field").asText());
    assertEquals(Long.toString(first), head());
  }

  @Test
  void aTextMayBeSoLong() {
    done(edit(bob, first, "x".repeat(8_000)));
    refused(400, "bad_request", edit(bob, first, "x".repeat(8_001)));
    String reason = "x".repeat(MessageChanges.MAX_REASON_CHARS + 1);
    refused(
        400,
        "bad_request",
        service.send(bob, "DELETE", message(first) + "?reason=" + reason, null));
  }
}
