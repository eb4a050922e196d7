package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.protocol.ClientBytes;
import chat.tertulia.gateway.socket.Reception;
import chat.tertulia.testkit.SocketClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WebSocket as bytes on a TCP connection, as RFC 6455 has it. */
class WireSocketTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String PING = "{\"type\":\"ping\"}";
  private static final String PONG = "text {\"type\":\"pong\"}";
  private static LiveGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new LiveGateway(Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void provesThatItUnderstoodTheHandshake() throws IOException {
    try (var wire = new Tcp()) {
      wire.send(handshake("13", KEY));

      String head = wire.head();
      assertTrue(head.startsWith("HTTP/1.1 101 "), head);
      // The example of RFC 6455 section 1.3.
      assertTrue(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), head);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8, dGhlIHNhbXBsZSBub25jZQ==, 426",
    "13, short, 400",
    "13, !!!!IHNhbXBsZSBub25jZQ==, 400"
  })
  void refusesAHandshake(String version, String key, int status) throws IOException {
    try (var wire = new Tcp()) {
      wire.send(handshake(version, key));

      String head = wire.head();
      assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
      if (status == 426) {
        assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("sec-websocket-version: 13"));
      }
    }
  }

  @Test
  void readsWhatComesInOneSegmentWithTheHandshake() throws IOException {
    try (var wire = new Tcp()) {
      wire.send(ClientBytes.join(handshake("13", KEY), ClientBytes.frame(0x81, PING), new byte[0]));
      wire.head();

      assertEquals(PONG, wire.frame());
    }
  }

  @Test
  void answersAPingBetweenTheParts() throws IOException {
    try (var wire = Tcp.open()) {
      wire.send(
          ClientBytes.join(
              ClientBytes.frame(0x01, PING.substring(0, 4)),
              ClientBytes.frame(0x89, "still there?"),
              ClientBytes.frame(0x80, PING.substring(4))));

      assertEquals("pong still there?", wire.frame());
      assertEquals(PONG, wire.frame());
    }
  }

  @Test
  void echoesTheClientsCode() throws IOException {
    try (var wire = Tcp.open()) {
      wire.send(ClientBytes.close(4321, "gone"));

      assertEquals("close 4321", wire.frame());
      assertTrue(wire.isEnded(), "the server closes first");
    }
  }

  @Test
  void echoesACloseWithoutACode() throws IOException {
    try (var wire = Tcp.open()) {
      wire.send(ClientBytes.frame(0x88, ""));

      assertEquals("close", wire.frame());
      assertTrue(wire.isEnded());
    }
  }

  @Test
  void endsWithTheReasonWhenTheProtocolIsBroken() throws IOException {
    try (var wire = Tcp.open()) {
      wire.send(new byte[] {(byte) 0x81, 1, 'x'});

      assertEquals("close 1002", wire.frame());
      assertTrue(wire.isEnded());
    }
  }

  @Test
  void tellsWhatIsTooBigWhileItIsStillSent() throws IOException {
    try (var wire = Tcp.open()) {
      byte[] frame = ClientBytes.frame(0x81, "x".repeat(Reception.MAX_FRAME_BYTES + 1));
      wire.send(frame);

      assertEquals("close 1009", wire.frame());
      assertTrue(wire.isEnded());
    }
  }

  @Test
  void partsTogetherMayNotBeTooBigEither() throws IOException {
    try (var wire = Tcp.open()) {
      String half = "x".repeat(Reception.MAX_FRAME_BYTES / 2 + 1);
      wire.send(ClientBytes.join(ClientBytes.frame(0x01, half), ClientBytes.frame(0x80, half)));

      assertEquals("close 1009", wire.frame());
    }
  }

  @Test
  void tellsTextThatIsNone() throws IOException {
    try (var wire = Tcp.open()) {
      wire.send(ClientBytes.frame(0x81, new byte[] {'"', (byte) 0xC3, 0x28, '"'}));

      assertEquals("close 1007", wire.frame());
    }
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfAFrameIsForgotten() throws IOException {
    try (var wire = Tcp.open()) {
      byte[] frame = ClientBytes.frame(0x81, PING);
      wire.send(java.util.Arrays.copyOf(frame, frame.length - 3));
    }

    SocketClient.awaitTrue("no socket is left", () -> sockets() == 0);
  }

  private static double sockets() {
    return gateway.node().metrics().find("tertulia.sockets").gauges().stream()
        .mapToDouble(g -> g.value())
        .sum();
  }

  private static byte[] handshake(String version, String key) {
    return String.join(
            "\r\n",
            "GET /eventbus/websocket HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Key: " + key,
            "Sec-WebSocket-Version: " + version,
            "",
            "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A TCP connection on which a test says every byte itself. */
  private static final class Tcp implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    Tcp() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
      socket.setSoTimeout(PATIENCE_MS);
      in = new DataInputStream(socket.getInputStream());
    }

    static Tcp open() throws IOException {
      var wire = new Tcp();
      wire.send(handshake("13", KEY));
      wire.head();
      return wire;
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    String head() throws IOException {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.readByte());
      }
      return head.toString();
    }

    /** The next frame but heartbeats, in words; no frame of ours here is longer than 125 bytes. */
    String frame() throws IOException {
      int first = in.readUnsignedByte();
      byte[] payload = new byte[in.readUnsignedByte()];
      in.readFully(payload);
      String text = new String(payload, StandardCharsets.UTF_8);
      return switch (first) {
        case 0x81 -> "text " + text;
        case 0x89 -> frame();
        case 0x8A -> "pong " + text;
        case 0x88 ->
            payload.length == 0
                ? "close"
                : "close " + ((payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
        default -> "frame of kind " + first;
      };
    }

    boolean isEnded() throws IOException {
      return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
