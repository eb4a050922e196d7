package chat.tertulia.gateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketReaderTest {
  private static final int MAX = 70_000;

  /** Counts what it gave: what is kept must be given back. */
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

  private final List<String> seen = new ArrayList<>();
  private final WebSocketReader reader = new WebSocketReader(new Notes(), MAX);

  @AfterEach
  void everythingIsGivenBack() {
    reader.end();
    assertEquals(0, allocator.metric().usedHeapMemory());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, MAX})
  void readsEveryLengthInWhateverPieces(int length) {
    String text = "aé€z".repeat(length).substring(0, length).replaceAll("[^az]", "b");
    byte[] frame = ClientBytes.frame(0x81, text);

    for (int piece : new int[] {frame.length, 1_448, 1}) {
      feed(frame, piece);
    }

    assertEquals(List.of("+" + text, "+" + text, "+" + text), seen);
  }

  @Test
  void aFrameThatComesByteByByteIsNotCopiedForEachByte() {
    byte[] frame = ClientBytes.frame(0x81, "x".repeat(MAX));
    var asked = new AtomicLong();
    var counting =
        (ByteBufAllocator)
            Proxy.newProxyInstance(
                ByteBufAllocator.class.getClassLoader(),
                new Class<?>[] {ByteBufAllocator.class},
                (proxy, method, arguments) -> {
                  asked.addAndGet((int) arguments[0]);
                  return method.invoke(allocator, arguments);
                });

    for (byte each : frame) {
      reader.read(Unpooled.wrappedBuffer(new byte[] {each}), counting);
    }

    assertEquals(1, seen.size());
    assertTrue(asked.get() < 4L * MAX, () -> "bytes asked for: " + asked);
  }

  /** What came in the same segment behind such a frame was lost, and the stream out of step. */
  @Test
  void whatComesBehindAFrameThatFailsIsRead() {
    var failing =
        new WebSocketReader(
            new Notes() {
              @Override
              public void part(ByteBuf payload, boolean last) {
                super.part(payload, last);
                if (seen.size() == 1) {
                  throw new IllegalStateException("of the test");
                }
              }
            },
            MAX);
    byte[] both = ClientBytes.join(ClientBytes.frame(0x81, "one"), ClientBytes.frame(0x81, "two"));

    assertThrows(
        IllegalStateException.class, () -> failing.read(Unpooled.copiedBuffer(both), allocator));
    failing.read(Unpooled.copiedBuffer(ClientBytes.frame(0x81, "three")), allocator);
    failing.end();

    assertEquals(List.of("+one", "+two", "+three"), seen);
  }

  @Test
  void readsSeveralFramesOfOneSegment() {
    feed(
        ClientBytes.join(
            ClientBytes.frame(0x81, "one"),
            ClientBytes.frame(0x89, "?"),
            ClientBytes.frame(0x82, "two")),
        1_000);

    assertEquals(List.of("+one", "ping ?", "+two"), seen);
  }

  @Test
  void controlFramesMayStandBetweenTheParts() {
    feed(
        ClientBytes.join(
            ClientBytes.frame(0x01, "he"),
            ClientBytes.frame(0x89, "?"),
            ClientBytes.frame(0x00, "ll"),
            ClientBytes.frame(0x8A, ""),
            ClientBytes.frame(0x80, "o"),
            ClientBytes.frame(0x81, "next")),
        3);

    assertEquals(List.of("he", "ping ?", "ll", "pong", "+o", "+next"), seen);
  }

  @ParameterizedTest
  @CsvSource({
    "0xC1, a reserved bit",
    "0xA1, a reserved bit",
    "0x91, a reserved bit",
    "0x83, an unknown kind",
    "0x87, an unknown kind",
    "0x8B, an unknown control frame",
    "0x09, a control frame in parts",
    "0x08, a control frame in parts",
    "0x80, the end of what never began",
    "0x00, a part of what never began"
  })
  void refusesAFirstByte(int first, String why) {
    feed(ClientBytes.join(ClientBytes.frame(first, "x"), ClientBytes.frame(0x81, "no")), 100);

    assertEquals(List.of("broken PROTOCOL"), seen, why);
  }

  @Test
  void refusesAMessageInTheMiddleOfAnother() {
    feed(ClientBytes.join(ClientBytes.frame(0x01, "a"), ClientBytes.frame(0x81, "b")), 100);

    assertEquals(List.of("a", "broken PROTOCOL"), seen);
  }

  @Test
  void refusesAFrameThatIsNotMasked() {
    feed(new byte[] {(byte) 0x81, 1, 'x'}, 1);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void refusesAControlFrameWithALongLength() {
    feed(new byte[] {(byte) 0x89, (byte) 0xFE}, 1);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void refusesALengthThatIsNotWrittenShort() {
    feed(new byte[] {(byte) 0x81, (byte) 0xFE, 0, 125}, 1);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void refusesALongLengthThatIsNotWrittenShort() {
    feed(new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF}, 1);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void refusesANegativeLength() {
    feed(new byte[] {(byte) 0x81, (byte) 0xFF, -1, -1, -1, -1, -1, -1, -1, -1}, 1);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void refusesTooMuchByItsLengthAlone() {
    feed(new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0}, 1);

    assertEquals(List.of("broken TOO_BIG"), seen);
    assertEquals(0, allocator.metric().usedHeapMemory(), "nothing is kept for it");
  }

  @Test
  void keepsOnlyWhatHasComeOfAFrame() {
    feed(new byte[] {(byte) 0x82, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, 1, 2, 3, 4, 5}, 9);

    long kept = allocator.metric().usedHeapMemory();
    assertEquals(9, kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1014, 3000, 4008, 4999})
  void tellsTheCodeOfAClose(int code) {
    feed(ClientBytes.join(ClientBytes.close(code, "bye"), ClientBytes.frame(0x81, "no")), 100);

    assertEquals(List.of("close " + code), seen);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2999, 5000, 65_535})
  void refusesACodeThatMayNotBeSent(int code) {
    feed(ClientBytes.close(code, ""), 100);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void aCloseNeedsNoCode() {
    feed(ClientBytes.frame(0x88, ""), 1);

    assertEquals(List.of("close " + WebSocketReader.NO_CODE), seen);
  }

  @Test
  void refusesHalfACode() {
    feed(ClientBytes.frame(0x88, "x"), 1);

    assertEquals(List.of("broken PROTOCOL"), seen);
  }

  @Test
  void refusesAReasonThatIsNotText() {
    feed(ClientBytes.frame(0x88, new byte[] {3, (byte) 0xE8, (byte) 0xC3, 0x28}), 100);

    assertEquals(List.of("broken NOT_TEXT"), seen);
  }

  @Test
  void whatComesInAPauseIsReadAfterIt() {
    reader.pause();
    feed(ClientBytes.join(ClientBytes.frame(0x81, "one"), ClientBytes.frame(0x81, "two")), 4);
    assertEquals(List.of(), seen);

    reader.resume(allocator);
    assertEquals(List.of("+one", "+two"), seen);
  }

  @Test
  void aReplacementCharacterThatWasSentIsText() {
    assertEquals("\uFFFD", WebSocketReader.text(bytes(0xEF, 0xBF, 0xBD)));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    assertNull(WebSocketReader.text(bytes(0xC3, 0x28)));
    assertNull(WebSocketReader.text(bytes('a', 0xE2, 0x82)), "cut off");
    assertNull(WebSocketReader.text(bytes(0xC0, 0xAF)), "longer than needed");
    assertNull(WebSocketReader.text(bytes(0xED, 0xA0, 0x80)), "half a pair of surrogates");
    assertNull(WebSocketReader.text(bytes(0xF4, 0x90, 0x80, 0x80)), "beyond the last character");
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf out = Unpooled.buffer();
    for (int value : values) {
      out.writeByte(value);
    }
    return out;
  }

  private void feed(byte[] bytes, int piece) {
    for (int at = 0; at < bytes.length; at += piece) {
      int length = Math.min(piece, bytes.length - at);
      reader.read(Unpooled.copiedBuffer(bytes, at, length), allocator);
    }
  }

  private class Notes implements WebSocketReader.Sink {
    @Override
    public void part(ByteBuf payload, boolean last) {
      seen.add((last ? "+" : "") + payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void ping(ByteBuf payload) {
      seen.add("ping " + payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void pong() {
      seen.add("pong");
    }

    @Override
    public void close(int code) {
      seen.add("close " + code);
    }

    @Override
    public void broken(WebSocketReader.Fault fault) {
      seen.add("broken " + fault);
    }
  }
}
