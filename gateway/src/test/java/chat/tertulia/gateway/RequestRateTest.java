package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestRateTest {
  @Test
  void aFloodOfRequestsIsAnswered429AndAnotherTokenDoesNotNotice()
      throws IOException, InterruptedException {
    try (var gateway =
            new LiveGateway(Map.of("TERTULIA_REQUESTS_PER_SECOND", "2", "TERTULIA_LOOPS", "1"));
        var client = HttpClient.newHttpClient()) {
      String uri = "http://127.0.0.1:" + gateway.port() + "/api/v1/presence?users=u1";
      String ann = gateway.tokens().of(LiveGateway.person("ann"));
      String bob = gateway.tokens().of(LiveGateway.person("bob"));
      // All at once: on a busy machine one after the other may be as slow as the rate allows.
      HttpResponse<String> refused =
          Stream.generate(() -> client.sendAsync(request(uri, ann), BodyHandlers.ofString()))
              .limit(60)
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .filter(each -> each.statusCode() == 429)
              .findFirst()
              .orElseThrow();

      assertTrue(refused.body().contains("\"rate_limited\""));
      assertTrue(refused.headers().firstValue("Retry-After").isPresent());
      assertEquals(200, get(client, uri, bob).statusCode());
    }
  }

  private static HttpResponse<String> get(HttpClient client, String uri, String token)
      throws IOException, InterruptedException {
    return client.send(request(uri, token), BodyHandlers.ofString());
  }

  private static HttpRequest request(String uri, String token) {
    return HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + token)
        .build();
  }
}
