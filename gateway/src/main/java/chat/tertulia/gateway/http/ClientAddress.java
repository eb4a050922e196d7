package chat.tertulia.gateway.http;

import chat.tertulia.shared.config.GatewaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The network address a request really came from. */
public final class ClientAddress {
  private static final String FORWARDED = "X-Forwarded-For";

  private ClientAddress() {}

  /** The peer's address, or what a trusted proxy says was its peer. */
  public static String of(HttpServerRequest request, GatewaySettings settings) {
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    return of(peer, request.headers(), settings);
  }

  /** The same from a peer's address and the headers it sent. */
  public static String of(String peer, MultiMap headers, GatewaySettings settings) {
    List<String> forwarded = headers.getAll(FORWARDED);
    if (forwarded.isEmpty() || !settings.trustedNetworks().hold(peer)) {
      return peer;
    }
    // The last entry is the one our own proxy wrote; those before it are the client's claim.
    String line = forwarded.getLast();
    String last = line.substring(line.lastIndexOf(',') + 1).strip();
    return last.isEmpty() || last.length() > 64 ? peer : last;
  }
}
