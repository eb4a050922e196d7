package chat.tertulia.gateway.http;

import chat.tertulia.shared.config.GatewaySettings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/** Which web origins may connect. A client that is no browser sends none. */
public final class Origins {
  private Origins() {}

  public static boolean allowed(HttpServerRequest request, GatewaySettings settings) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || settings.origins().contains(origin)) {
      return true;
    }
    String host = request.getHeader(HttpHeaders.HOST);
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
