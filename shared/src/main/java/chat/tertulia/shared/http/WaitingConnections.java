package chat.tertulia.shared.http;

import chat.tertulia.shared.config.Networks;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends HTTP connections that take too long to say what they want: one that sends the head of its
 * request byte by byte, one whose body does not come, one that is kept open and not used. An
 * address may hold some such connections open, not all there can be.
 *
 * <p>What waits for a service, and what has become a WebSocket, is not its concern. One for a
 * server on one event loop.
 */
public final class WaitingConnections {
  /** How often the connections are looked through, in milliseconds. */
  static final long EVERY_MS = 500;

  /**
   * How long and how many.
   *
   * @param request for the first request's head, and for the body of any
   * @param idle between an answer and the head of the next request
   * @param counts of connections that wait for a request, by address; may be shared by servers
   * @param exempt addresses that are not counted: proxies, through which many come
   */
  public record Limits(Duration request, Duration idle, AddressCounts counts, Networks exempt) {}

  private final Limits limits;
  private final Map<HttpConnection, Waiting> waiting = new HashMap<>();

  private static final class Waiting {
    private final String address;

    /** Null once it has become something else: its HTTP objects must not be held any longer. */
    private HttpConnection connection;

    private boolean counted;

    /** Whether it may become late at all. */
    private boolean late;

    private long untilNanos;

    Waiting(String address, HttpConnection connection) {
      this.address = address;
      this.connection = connection;
    }
  }

  private WaitingConnections(Limits limits) {
    this.limits = limits;
  }

  /** Watches over a server that does not listen yet, and over the requests its router gets. */
  public static void watch(Vertx vertx, HttpServer server, Router router, Limits limits) {
    var watch = new WaitingConnections(limits);
    server.connectionHandler(watch::connected);
    router.route().order(-1).handler(watch::requested);
    vertx.setPeriodic(EVERY_MS, timer -> watch.endLate(System.nanoTime()));
  }

  private void connected(HttpConnection connection) {
    String address =
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress();
    var place = new Waiting(address == null ? "" : address, connection);
    waiting.put(connection, place);
    // Not the connection's own handler: it has one only, and is silent after an upgrade.
    channelOf(connection).closeFuture().addListener(closed -> gone(place));
    await(connection, place, limits.request());
  }

  /** It has nothing under way: counted from here on, and late after so long. */
  private void await(HttpConnection connection, Waiting place, Duration time) {
    place.untilNanos = System.nanoTime() + time.toNanos();
    place.late = true;
    if (!place.counted && !limits.exempt().hold(place.address)) {
      place.counted = limits.counts().up(place.address);
      if (!place.counted) {
        connection.close();
      }
    }
  }

  private void requested(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    Waiting place = waiting.get(connection);
    if (place != null) {
      release(place);
      if (mayUpgrade(context.request())) {
        waiting.remove(connection);
        place.connection = null;
      } else if (StreamedBodies.matches(context.request())) {
        place.late = false; // whoever takes the file watches over it
      } else {
        awaitBody(context.request(), place);
      }
      context.addEndHandler(done -> answered(connection, place));
    }
    context.next();
  }

  /** By its form; a body would be waited for by nobody. */
  private static boolean mayUpgrade(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void awaitBody(HttpServerRequest request, Waiting place) {
    long until = System.nanoTime() + limits.request().toNanos();
    place.late = true;
    place.untilNanos = until;
    request
        .end()
        .onSuccess(
            whole -> {
              // Unless the answer came first and it waits for another request by now.
              place.late &= place.untilNanos != until;
            });
  }

  private void answered(HttpConnection connection, Waiting place) {
    if (channelOf(connection).isActive()) {
      waiting.put(connection, place);
      place.connection = connection;
      await(connection, place, limits.idle());
    }
  }

  private void release(Waiting place) {
    if (place.counted) {
      place.counted = false;
      limits.counts().down(place.address);
    }
  }

  private void gone(Waiting place) {
    if (place.connection != null) {
      waiting.remove(place.connection);
    }
    release(place);
  }

  private void endLate(long now) {
    List<HttpConnection> late = new ArrayList<>();
    waiting.forEach(
        (connection, place) -> {
          if (place.late && place.untilNanos - now < 0) {
            late.add(connection);
          }
        });
    late.forEach(HttpConnection::close);
  }

  private static Channel channelOf(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }
}
