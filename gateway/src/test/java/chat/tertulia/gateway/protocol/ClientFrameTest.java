package chat.tertulia.gateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFrameTest {
  @Test
  void readsASend() {
    var send =
        assertInstanceOf(
            ClientFrame.Send.class,
            ClientFrame.read(
                "{\"type\":\"send\",\"address\":\"room.post\",\"body\":{\"a\":1},"
                    + "\"replyAddress\":\"r1\",\"more\":true}"));

    assertEquals("room.post", send.address());
    assertEquals(1, send.body().get("a").asInt());
    assertEquals("r1", send.replyAddress());
  }

  @Test
  void readsTheNumberAsTextOrNumber() {
    for (String since : new String[] {"\"12\"", "12"}) {
      var register =
          assertInstanceOf(
              ClientFrame.Register.class,
              ClientFrame.read(
                  "{\"type\":\"register\",\"address\":\"room.x\",\"headers\":{\"since\":"
                      + since
                      + "}}"));
      assertEquals(12L, register.since());
    }
  }

  @Test
  void registersWithoutHeaders() {
    var register =
        assertInstanceOf(
            ClientFrame.Register.class,
            ClientFrame.read("{\"type\":\"register\",\"address\":\"room.x\"}"));

    assertNull(register.since());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "1",
        "null",
        "{\"type\":\"nonsense\"}",
        "{\"type\":1}",
        "{\"type\":\"send\"}",
        "{\"type\":\"send\",\"address\":5}",
        "{\"type\":\"send\",\"address\":\"\"}",
        "{\"type\":\"send\",\"address\":\"a\",\"body\":[]}",
        "{\"type\":\"send\",\"address\":\"a\",\"body\":\"text\"}",
        "{\"type\":\"register\",\"address\":\"a\",\"headers\":{\"since\":\"-1\"}}",
        "{\"type\":\"register\",\"address\":\"a\",\"headers\":{\"since\":\"1e9\"}}",
        "{\"type\":\"register\",\"address\":\"a\",\"headers\":{\"since\":{}}}",
        "{\"type\":\"send\",\"address\":\"a\\u0000b\"}",
        "{\"type\":\"send\",\"address\":\"\\ud800\"}",
      })
  void refusesWhatItCannotRead(String frame) {
    assertThrows(ClientFrame.Malformed.class, () -> ClientFrame.read(frame));
  }

  @Test
  void refusesDeepNesting() {
    String deep = "{\"type\":\"send\",\"address\":\"a\",\"body\":{\"x\":" + "[".repeat(2_000);

    assertThrows(ClientFrame.Malformed.class, () -> ClientFrame.read(deep));
  }

  @Test
  void keepsTheReplyAddressOfAFrameItRefuses() {
    var refused =
        assertThrows(
            ClientFrame.Malformed.class,
            () -> ClientFrame.read("{\"type\":\"send\",\"replyAddress\":\"r7\",\"address\":17}"));

    assertEquals("r7", refused.replyAddress());
  }
}
