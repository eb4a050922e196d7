package chat.tertulia.gateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.error.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class SockJsFramesTest {
  @Test
  void packsMessagesAsOneArrayOfStrings() {
    assertEquals(
        "a[\"{\\\"x\\\":\\\"é\\\\n\\\"}\",\"2\"]",
        SockJsFrames.array(List.of("{\"x\":\"é\\n\"}", "2")));
  }

  @Test
  void closesWithCodeAndReason() {
    assertEquals("c[4008,\"too slow\"]", SockJsFrames.close(4008, "too slow"));
  }

  @Test
  void readsAnArrayOrOneString() {
    assertEquals(List.of("a", "b"), SockJsFrames.messages("[\"a\",\"b\"]"));
    assertEquals(List.of("a"), SockJsFrames.messages("\"a\""));
    assertEquals(List.of(), SockJsFrames.messages("[]"));
  }

  @Test
  void refusesAnythingElse() {
    for (String bad : List.of("[1]", "{}", "[\"a\"", "x", "[\"a\",{}]", "[[\"a\"]]", "null")) {
      assertThrows(Problem.class, () -> SockJsFrames.messages(bad), bad);
    }
  }

  @Test
  void refusesAFloodOfEmptyMessages() {
    String flood = "[" + "\"\",".repeat(SockJsFrames.MAX_MESSAGES) + "\"\"]";

    assertThrows(Problem.class, () -> SockJsFrames.messages(flood));
  }
}
