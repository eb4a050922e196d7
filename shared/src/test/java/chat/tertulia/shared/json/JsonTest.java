package chat.tertulia.shared.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void timesHaveExactlyThreeDigitsAndEndWithZ() {
    assertEquals("2026-01-31T12:00:00.000Z", Json.time(Instant.parse("2026-01-31T12:00:00Z")));
    assertEquals(
        "2026-01-31T12:00:00.120Z", Json.time(Instant.parse("2026-01-31T12:00:00.120999Z")));
  }

  @Test
  void anEmptyBodyIsAnEmptyObject() {
    assertEquals(0, Json.readObject(Buffer.buffer()).size());
  }

  @Test
  void unknownFieldsAreIgnored() {
    var json = Json.readObject("{\"roomId\":\"r1\",\"unheard\":{\"of\":[]}}");

    assertEquals("r1", Json.convert(json, Rooms.RoomRef.class).roomId().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "1",
        "\"a\"",
        "null",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "{'a':1}",
        "nope",
        "{\"a\":NaN}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":[\"\\ud800x\"]}",
      })
  void refusesWhatIsNotOneCleanObject(String text) {
    var problem = assertThrows(Problem.class, () -> Json.readObject(text));

    assertEquals(ErrorCode.BAD_REQUEST, problem.code());
  }

  @Test
  void refusesInvalidUtf8() {
    var bytes =
        Buffer.buffer(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', '"', '}'});

    assertThrows(Problem.class, () -> Json.readObject(bytes));
  }

  @Test
  void refusesEveryEncodingButUtf8() {
    String text = "{\"a\":\"x\"}";
    for (var other : List.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE")) {
      var bytes = Buffer.buffer(text.getBytes(Charset.forName(other)));

      assertThrows(Problem.class, () -> Json.readObject(bytes), other);
    }
    var brokenUtf32 = Buffer.buffer(new byte[] {0, 0, 0, '{', -1, -1, -1, -1});
    assertThrows(Problem.class, () -> Json.readObject(brokenUtf32));
  }

  @Test
  void refusesNestingBeyondTheLimit() {
    String fine = "{\"a\":" + "[".repeat(Json.MAX_DEPTH - 1) + "]".repeat(Json.MAX_DEPTH - 1) + "}";
    String deep = "{\"a\":" + "[".repeat(100_000);
    String oneMore = fine.replace("[]", "[[]]");

    Json.readObject(fine);
    assertThrows(Problem.class, () -> Json.readObject(oneMore));
    assertThrows(Problem.class, () -> Json.readObject(deep));
  }

  @Test
  void refusesLongerStringsThanAnyFieldHas() {
    String longest = "{\"a\":\"" + "x".repeat(Json.MAX_STRING_CHARS) + "\"}";
    String oneMore = longest.replace("\"}", "x\"}");

    assertEquals(Json.MAX_STRING_CHARS, Json.readObject(longest).path("a").asText().length());
    assertThrows(Problem.class, () -> Json.readObject(oneMore));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | roomId",
        "{\"roomId\":null} | roomId",
        "{\"roomId\":7,\"clientId\":\"c\",\"content\":\"x\"} | roomId",
        "{\"roomId\":\"r\",\"content\":\"x\"} | clientId",
        "{\"roomId\":\"r\",\"clientId\":\"has space\",\"content\":\"x\"} | clientId",
        "{\"roomId\":\"r\",\"clientId\":\"c\"} | content",
        "{\"roomId\":\"r\",\"clientId\":\"c\",\"content\":\"\"} | content",
        "{\"roomId\":\"r\",\"clientId\":\"c\",\"content\":5} | content",
        "{\"roomId\":\"r\",\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":\"7\"} | replyTo",
        "{\"roomId\":\"r\",\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":1.5} | replyTo",
        "{\"roomId\":\"r\",\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":0} | replyTo",
        "{\"roomId\":\"r\",\"clientId\":\"c\",\"content\":\"x\",\"thread\":{}} | thread",
      })
  void namesTheFieldThatIsWrong(String json, String field) {
    var problem =
        assertThrows(Problem.class, () -> Json.convert(Json.readObject(json), Messages.Post.class));

    assertEquals(field, problem.fields().getFirst().field());
  }

  @Test
  void aProblemSurvivesItsJsonForm() {
    var there = Problem.field("name", "must have 1 to 80 characters");

    var back = Problem.fromJson(there.toJson());

    assertEquals(there.code(), back.code());
    assertEquals(there.fields(), back.fields());
    assertTrue(
        Problem.fromJson(Problem.of(ErrorCode.UNAVAILABLE, "x").toJson()).retryAfter() != null);
  }
}
