package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** REST through the gateway while others misuse it; the service behind is a stand-in. */
class FrontDoorTest {
  private static Vertx vertx;
  private static LiveGateway gateway;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    HttpServer service =
        chat.tertulia.shared.runtime.Launcher.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body ->
                                    request
                                        .response()
                                        .putHeader("Seen-Client", client(request))
                                        .end(body.length() == 0 ? "nothing" : body.toString())))
                .listen(0, "127.0.0.1"));
    gateway =
        new LiveGateway(
            Map.of(
                "TERTULIA_AUTH_URL", "http://127.0.0.1:" + service.actualPort(),
                "TERTULIA_ROOM_URL", "http://127.0.0.1:1",
                "TERTULIA_LOOPS", "1"));
  }

  private static String client(io.vertx.core.http.HttpServerRequest request) {
    return String.join("|", request.headers().getAll("X-Tertulia-Client"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    chat.tertulia.shared.runtime.Launcher.await(vertx.close());
  }

  @Test
  void passesBodyAndAnswerOnAndSaysWhoAsks() throws IOException, InterruptedException {
    var answer = post("/api/v1/auth/login", "{\"a\":1}");

    assertEquals(200, answer.statusCode());
    assertEquals("{\"a\":1}", answer.body());
    assertEquals("127.0.0.1", answer.headers().firstValue("Seen-Client").orElse(""));
  }

  @Test
  void aServiceThatIsAwayIsAProblemWithAdvice() throws IOException, InterruptedException {
    var answer = post("/api/v1/rooms", "{}");

    assertEquals(503, answer.statusCode());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertTrue(answer.body().contains("\"unavailable\""));
  }

  @Test
  void everyAnswerAndEveryProblemOfItsOwnNamesTheRequest()
      throws IOException, InterruptedException {
    for (String path : List.of("/api/v1/auth/login", "/api/v1/rooms", "/api/v1/nothing")) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
              .header("X-Request-Id", "mine-1")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();

      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertEquals(List.of("mine-1"), answer.headers().allValues("X-Request-Id"), path);
      boolean named = answer.body().contains("\"instance\":\"mine-1\"");
      assertTrue(named || answer.statusCode() == 200, answer.body());
    }
  }

  @Test
  void aTraceThatBeganElsewhereGoesOn() throws IOException, InterruptedException {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    assertEquals(trace, requestId("00-" + trace + "-00f067aa0ba902b7-01"));

    String none = "0".repeat(32);
    for (String broken : List.of("00-" + none + "-00f067aa0ba902b7-01", trace, "00-" + trace)) {
      assertTrue(requestId(broken).startsWith("t"), "one of its own instead of " + broken);
    }
  }

  private String requestId(String parent) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/auth/login"))
            .header("traceparent", parent)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return client
        .send(request, HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("X-Request-Id")
        .orElse("");
  }

  @Test
  void aBodyAboveTheLimitIsRefused() throws IOException, InterruptedException {
    var answer = post("/api/v1/auth/login", "x".repeat(70_000));

    assertEquals(413, answer.statusCode());
    assertTrue(answer.body().contains("\"too_large\""));
  }

  @Test
  void upgradesAreRefusedAndTakeNoConnectionAway() throws IOException, InterruptedException {
    for (int i = 0; i < 150; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
        write(
            socket,
            head(
                    "GET /api/v1/auth/me HTTP/1.1",
                    "Host: x",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13")
                + "xx");
      }
    }

    assertEquals(200, post("/api/v1/auth/login", "{}").statusCode());
  }

  @Test
  void whoSendsSlowlyHoldsNoConnectionToTheService() throws IOException, InterruptedException {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
      slow.add(socket);
      write(
          socket,
          head(
                  "POST /api/v1/auth/login HTTP/1.1",
                  "Host: x",
                  "Content-Type: application/json",
                  "Content-Length: 1000")
              + "{");
    }

    assertEquals(200, post("/api/v1/auth/login", "{}").statusCode());
    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void aPathThatCannotBeDecodedIsABadRequest() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      write(socket, head("GET /api/v1/rooms/%/messages HTTP/1.1", "Host: x", "Connection: close"));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("\"bad_request\""), answer);
    }
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
            .header("Content-Type", "application/json")
            .header("X-Tertulia-Client", "6.6.6.6")
            .timeout(Duration.ofSeconds(5))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
