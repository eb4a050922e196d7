package chat.tertulia.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** REST as any client speaks it. Its methods block. */
public final class RestClient implements AutoCloseable {
  /** How long an answer may take. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Sends a JSON request.
   *
   * @param url server and path, with its query
   * @param token access token, or null for none
   * @param body or null for none
   */
  public RestReply send(String method, URI url, String token, JsonNode body) {
    byte[] bytes = body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
    return send(method, url, token, bytes == null ? null : "application/json", bytes);
  }

  /** Sends any bytes under any content type; both may be null. */
  public RestReply send(String method, URI url, String token, String contentType, byte[] body) {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(PATIENCE).method(method, publisher);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return send(request.build());
  }

  /** Sends a request as it is. */
  public RestReply send(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new RestReply(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
