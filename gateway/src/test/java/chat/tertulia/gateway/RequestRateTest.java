package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
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
      HttpResponse<String> last = null;
      for (int i = 0; i < 40; i++) {
        last = get(client, uri, ann);
      }

      assertEquals(429, last.statusCode());
      assertTrue(last.body().contains("\"rate_limited\""));
      assertTrue(last.headers().firstValue("Retry-After").isPresent());
      assertEquals(200, get(client, uri, bob).statusCode());
    }
  }

  private static HttpResponse<String> get(HttpClient client, String uri, String token)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
