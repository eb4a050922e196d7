package chat.tertulia.gateway.http;

import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits what one access token, or without one what one address, asks by REST. Belongs to one loop:
 * a client that spreads its connections over several loops has as many times the rate.
 */
public final class RequestRate {
  /** Tokens and addresses remembered, at most; the longest unused is forgotten first. */
  static final int MAX_REMEMBERED = 20_000;

  /** Requests allowed at once, as a multiple of the rate per second. */
  static final int BURST = 10;

  private final GatewaySettings settings;
  private final Map<String, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  public RequestRate(GatewaySettings settings) {
    this.settings = settings;
  }

  /** Lets the request go on, or answers 429. */
  public void admit(RoutingContext context) {
    if (take(keyOf(context.request()), System.nanoTime())) {
      context.next();
    } else {
      context.fail(Problem.of(ErrorCode.RATE_LIMITED, "too many requests"));
    }
  }

  /** Whether one more request is allowed to a token or address now. */
  boolean take(String key, long nowNanos) {
    int rate = settings.requestsPerSecond();
    return buckets
        .computeIfAbsent(key, k -> new TokenBucket(rate, (double) rate * BURST, nowNanos))
        .take(nowNanos);
  }

  /** A token's end is its signature, which no other token shares. */
  private String keyOf(HttpServerRequest request) {
    String token = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (token == null) {
      return ClientAddress.of(request, settings);
    }
    return token.length() <= 64 ? token : token.substring(token.length() - 64);
  }
}
