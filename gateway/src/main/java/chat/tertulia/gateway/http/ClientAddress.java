package chat.tertulia.gateway.http;

import chat.tertulia.shared.config.GatewaySettings;
import io.vertx.core.http.HttpServerRequest;

/** The network address a request really came from. */
public final class ClientAddress {
  private static final String FORWARDED = "X-Forwarded-For";

  private ClientAddress() {}

  /** The peer's address, or what a trusted proxy says was its peer. */
  public static String of(HttpServerRequest request, GatewaySettings settings) {
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    String forwarded = request.getHeader(FORWARDED);
    if (forwarded == null || !settings.trustedProxies().contains(peer)) {
      return peer;
    }
    // The last entry is the one our own proxy wrote; those before it are the client's claim.
    String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return last.isEmpty() || last.length() > 64 ? peer : last;
  }
}
