package chat.tertulia.rooms.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.shared.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void givesBackItsKeys() {
    String cursor = Cursor.of("public", "tertulia ☕", "r1");

    assertEquals(List.of("tertulia ☕", "r1"), Cursor.read(cursor, "public", 2));
  }

  @Test
  void keysMayBeEmpty() {
    assertEquals(List.of("", ""), Cursor.read(Cursor.of("public", "", ""), "public", 2));
  }

  @Test
  void refusesTheCursorOfAnotherList() {
    refused(Cursor.of("rooms", "r1"), "members");
    refused(Cursor.of("public", "a", "b"), "public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "garbage", "!!!", "AAAA", "a", "//8=", "'; drop table rooms"})
  void refusesGarbage(String garbage) {
    refused(garbage, "members");
  }

  @Test
  void refusesNulBrokenUtf8AndTooLong() {
    refused(encoded("members\n\0".getBytes(StandardCharsets.UTF_8)), "members");
    refused(encoded(new byte[] {(byte) 0xC3, 0x28}), "members");
    refused("A".repeat(Cursor.MAX_CHARS + 1), "members");
  }

  @Test
  void aNumberIsNotNegativeAndNotText() {
    assertEquals(7, Cursor.readNumber(Cursor.of("members", "7"), "members"));
    assertEquals(0, Cursor.readNumber(null, "members"));
    for (String wrong : List.of("-1", "x", "", "99999999999999999999")) {
      assertThrows(
          Problem.class, () -> Cursor.readNumber(Cursor.of("members", wrong), "members"), wrong);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void refused(String cursor, String list) {
    var problem = assertThrows(Problem.class, () -> Cursor.read(cursor, list, 1), cursor);
    assertEquals("cursor", problem.fields().getFirst().field());
  }
}
