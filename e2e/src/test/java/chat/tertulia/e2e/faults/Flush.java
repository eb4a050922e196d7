package chat.tertulia.e2e.faults;

import chat.tertulia.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Makes Redis forget everything. */
final class Flush {
  private Flush() {}

  static void all(Stage stage) throws IOException {
    EmbeddedRedis redis = stage.cluster().redis();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      String commands = "AUTH " + redis.password() + "\r\nFLUSHALL\r\nQUIT\r\n";
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answers.equals("+OK\r\n+OK\r\n+OK\r\n")) {
        throw new AssertionError("not flushed: " + answers);
      }
    }
  }
}
