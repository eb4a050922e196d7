package chat.tertulia.shared.runtime;

import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * The inner port: {@code /health/live}, {@code /health/ready}, {@code /metrics}. It has no
 * authentication and belongs on an inner network.
 */
final class ManagementServer {
  private final Node node;
  private HttpServer server;

  ManagementServer(Node node) {
    this.node = node;
  }

  Future<Void> start() {
    int port = node.settings().adminPort();
    server = node.vertx().createHttpServer().requestHandler(this::answer);
    return server
        .listen(port, node.settings().adminHost())
        .recover(
            e ->
                Future.failedFuture(
                    new BadSetting(
                        "TERTULIA_ADMIN_PORT", "cannot be used: " + port + ": " + e.getMessage())))
        .mapEmpty();
  }

  int port() {
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/health/live" -> json(request, 200, Map.of("status", "UP"));
      case "/health/ready" -> ready(request);
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(node.metrics().scrape());
      default -> json(request, 404, Map.of("status", "not found"));
    }
  }

  private void ready(HttpServerRequest request) {
    node.health()
        .ask()
        .onSuccess(
            checks -> {
              boolean up = checks.values().stream().allMatch(reason -> reason == null);
              var body = Json.object().put("status", up ? "UP" : "DOWN");
              var list = body.putObject("checks");
              checks.forEach((name, reason) -> list.put(name, reason == null ? "UP" : reason));
              json(request, up ? 200 : 503, body);
            });
  }

  private static void json(HttpServerRequest request, int status, Object body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Json.bytes(body));
  }
}
