package chat.tertulia.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Asks a Redis a few questions in its own protocol: enough to know that it is ours and ready. */
final class RedisProbe implements AutoCloseable {
  private static final int TIMEOUT_MS = (int) Duration.ofSeconds(5).toMillis();
  private static final int MAX_LINE_BYTES = 4_096;

  private final Socket socket;
  private final InputStream in;

  RedisProbe(int port, String password) throws IOException {
    socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(Loopback.ADDRESS, port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      in = new BufferedInputStream(socket.getInputStream());
      ask("AUTH", password);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends a command and gives the first line of the answer; a refusal is an exception. */
  String ask(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append('$').append(word.getBytes(UTF_8).length).append("\r\n");
      command.append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(UTF_8));
    String answer = line();
    if (answer.startsWith("-")) {
      throw new IOException(answer.substring(1));
    }
    return answer;
  }

  /** The value of one configuration parameter. */
  String setting(String name) throws IOException {
    ask("CONFIG", "GET", name);
    line();
    line();
    line();
    return line();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > MAX_LINE_BYTES) {
        throw new IOException("the server closed the connection or sent no line");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
