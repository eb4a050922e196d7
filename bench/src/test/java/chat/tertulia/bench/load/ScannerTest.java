package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScannerTest implements Scanner.Finds {
  private static final String MARK = "~002a0000000700000000000003e8";

  private final List<String> found = new ArrayList<>();

  @Override
  public void message(int room, int index, long nanos, long seq) {
    found.add("message %d/%d at %d seq %d".formatted(room, index, nanos, seq));
  }

  @Override
  public void reply(int room, int index, boolean failed) {
    found.add("reply %d/%d %s".formatted(room, index, failed ? "failed" : "ok"));
  }

  private boolean scan(String text) {
    byte[] bytes = ("xx" + text + "xx").getBytes(StandardCharsets.US_ASCII);
    return Scanner.scan(bytes, 2, bytes.length - 2, this);
  }

  @Test
  void aMessageIsFoundWithItsNumberInTheBridgesJson() {
    assertTrue(scan("{\"type\":\"rec\",\"body\":{\"seq\":12,\"content\":\"" + MARK + " fox\"}}"));

    assertEquals(List.of("message 42/7 at 1000 seq 12"), found);
  }

  @Test
  void theEscapesOfSockJsMakeNoDifference() {
    scan("a[\"{\\\"seq\\\":12,\\\"content\\\":\\\"" + MARK + "\\\"}\"]");

    assertEquals(List.of("message 42/7 at 1000 seq 12"), found);
  }

  @Test
  void everyMessageOfAFrameIsFoundWithItsOwnNumber() {
    scan("a[\"\\\"seq\\\":1 " + MARK + "\",\"\\\"seq\\\":2 " + MARK + "\",\"" + MARK + "\"]");

    assertEquals(
        List.of(
            "message 42/7 at 1000 seq 1",
            "message 42/7 at 1000 seq 2",
            "message 42/7 at 1000 seq -1"),
        found);
  }

  @Test
  void repliesAreFoundAndToldApartFromRefusals() {
    scan("{\"type\":\"rec\",\"address\":\"^000100000002\",\"body\":{\"seq\":5}}");
    scan("{\"type\":\"err\",\"address\":\"^000100000003\",\"failureCode\":403}");

    assertEquals(List.of("reply 1/2 ok", "reply 1/3 failed"), found);
  }

  @Test
  void aMarkIsFoundWhereverItStands() {
    for (int before = 0; before < 40; before++) {
      found.clear();
      scan("q".repeat(before % 3) + "-".repeat(before) + MARK + "-".repeat(before % 7));

      assertEquals(List.of("message 42/7 at 1000 seq -1"), found, "after " + before);
    }
  }

  @Test
  void aTextWithoutMarksHoldsNothing() {
    assertFalse(scan("{\"type\":\"pong\"}"));
    assertFalse(scan("~short"));
    assertEquals(List.of(), found);
  }
}
