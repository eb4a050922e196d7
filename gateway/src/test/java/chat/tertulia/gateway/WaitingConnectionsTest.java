package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Connections that say nothing, or say it slowly; each line a client sends takes the server's word.
 */
class WaitingConnectionsTest {
  private static final int MOST = 20;
  private static final int PATIENCE_MS = 10_000;
  private static LiveGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        new LiveGateway(
            Map.of(
                "TERTULIA_REQUEST_TIME", "1s",
                "TERTULIA_KEEP_ALIVE", "3s",
                "TERTULIA_WAITING_PER_ADDRESS", Integer.toString(MOST)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aHeadThatComesByteByByteIsNotWaitedFor() throws Exception {
    try (Socket slow = connect()) {
      write(slow, "GET / HTTP/1.1\r\nX: ");
      Thread drip = Thread.startVirtualThread(() -> drip(slow));

      assertEnded(slow);
      drip.join();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
    try (Socket slow = connect()) {
      write(
          slow,
          "POST /eventbus/000/session1/xhr_send HTTP/1.1\r\n"
              + "Host: x\r\n"
              + "Content-Length: 50\r\n\r\n"
              + "[");

      assertEnded(slow);
    }
  }

  /** Whoever named an upgrade was waited for without end, whatever they asked for. */
  @Test
  void aBodyThatDoesNotComeBehindAnUpgradeIsNotWaitedForEither() throws IOException {
    try (Socket slow = connect()) {
      write(
          slow,
          "POST /eventbus/000/session2/xhr_send HTTP/1.1\r\n"
              + "Host: x\r\n"
              + "Connection: upgrade\r\n"
              + "Upgrade: websocket\r\n"
              + "Content-Length: 50\r\n\r\n"
              + "[");

      assertEnded(slow);
    }
  }

  @Test
  void aConnectionThatIsNotUsedEndsAndOneThatIsUsedStays() throws IOException {
    try (Socket used = connect();
        Socket silent = connect()) {
      write(silent, "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n");
      long until = System.nanoTime() + 4_000_000_000L;
      while (System.nanoTime() < until) {
        write(used, "GET /.well-known/none HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(read(used).startsWith("HTTP/1.1 404"));
      }

      assertEnded(silent);
    }
  }

  @Test
  void aSocketIsNoWaitingConnection() {
    try (var ann = gateway.connect(LiveGateway.person("ann"))) {
      long until = System.nanoTime() + 3_500_000_000L;
      while (System.nanoTime() < until) {
        ann.write("{\"type\":\"ping\"}");
        ann.awaitFrame("a pong", f -> f.path("type").asText().equals("pong"));
      }
    }
  }

  @Test
  void anAddressHasNotTooManyOfThem() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < MOST + 5; i++) {
        open.add(connect());
      }
      // Which of them is not for this test to say: one of an earlier test may still count.
      boolean refused = false;
      for (Socket each : open) {
        each.setSoTimeout(20); // all of it well within the second that each may wait
        refused |= isEnded(each);
      }
      assertTrue(refused, "more connections than allowed were kept");
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
    try (Socket later = connect()) {
      write(later, "GET /.well-known/none HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(read(later).startsWith("HTTP/1.1 404"));
    }
  }

  private static Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static void drip(Socket socket) {
    try {
      while (true) {
        write(socket, "y");
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      // The server has ended it.
    }
  }

  private static void assertEnded(Socket socket) throws IOException {
    assertTrue(isEnded(socket), "the connection was kept");
  }

  /** Reads to the end; false when there is none in time. */
  private static boolean isEnded(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketException e) {
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** What has arrived by the end of one answer's JSON. */
  private static String read(Socket socket) throws IOException {
    var text = new StringBuilder();
    var part = new byte[8_192];
    do {
      int length = socket.getInputStream().read(part);
      assertTrue(length >= 0, "ended after: " + text);
      text.append(new String(part, 0, length, StandardCharsets.US_ASCII));
    } while (!text.toString().endsWith("}"));
    return text.toString();
  }
}
