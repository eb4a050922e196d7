package chat.tertulia.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Serves the built page and the script tests on a free port of loopback, under a strict policy. */
final class PageServer implements AutoCloseable {
  static final Path PAGE = Path.of("target/classes/webroot");
  static final Path TESTS = Path.of("src/test/js");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " require-trusted-types-for 'script'; trusted-types lit-html dompurify";
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

  private final HttpServer server;

  PageServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = path.equals("/files.json") ? listing() : read(path);
      String ending = path.substring(path.lastIndexOf('.') + 1);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", TYPES.getOrDefault(ending, "application/json"));
      headers.set("Content-Security-Policy", POLICY);
      exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
      if (body != null) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static byte[] read(String path) throws IOException {
    boolean test = path.startsWith("/test/");
    Path root = test ? TESTS : PAGE;
    Path file = root.resolve(path.substring(test ? 6 : 1)).normalize();
    return file.startsWith(root) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
  }

  /** The page's own modules, for tests that read them. */
  private static byte[] listing() throws IOException {
    try (var files = Files.walk(PAGE.resolve("app"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> "\"/" + PAGE.relativize(file).toString().replace('\\', '/') + "\"")
          .collect(Collectors.joining(",", "[", "]"))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
