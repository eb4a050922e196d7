package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.http.Origins;
import chat.tertulia.gateway.protocol.SockJsFrames;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * SockJS's XHR transports, by the stock handler, for networks that let no WebSocket through.
 *
 * <p>The stock handler copies the request's cookies into its answers and lets any web origin in
 * with credentials; both are undone here, and it ends connections that it did not say would end.
 * JSONP, htmlfile, eventsource and the iframe page are off.
 */
final class XhrEndpoint {
  /** Silence after which a polling client is taken for gone. */
  static final long SESSION_TIMEOUT_MS = 8_000;

  /** Messages in one body at most; each counts against the rate as well. */
  static final int MAX_SENT = 1_024;

  private static final String MOUNT = "/eventbus";

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final Consumer<SockJSSocket> sockets;

  XhrEndpoint(Vertx vertx, GatewaySettings settings, Consumer<SockJSSocket> sockets) {
    this.vertx = vertx;
    this.settings = settings;
    this.sockets = sockets;
  }

  void mount(Router router) {
    var options =
        new SockJSHandlerOptions()
            .setSessionTimeout(SESSION_TIMEOUT_MS)
            .setInsertJSESSIONID(false)
            .setMaxBytesStreaming(128 * 1024)
            .addDisabledTransport("JSON_P")
            .addDisabledTransport("HTML_FILE")
            .addDisabledTransport("EVENT_SOURCE")
            .addDisabledTransport("WEBSOCKET");
    router.get(MOUNT + "/info").handler(this::info);
    router.routeWithRegex(MOUNT + "/iframe.*").handler(c -> c.fail(404));
    router.route(MOUNT + "/*").handler(this::harden);
    router
        .post(MOUNT + "/*")
        .handler(BodyHandler.create(false).setBodyLimit(Reception.MAX_FRAME_BYTES))
        .handler(XhrEndpoint::checkSend);
    router
        .route(MOUNT + "*")
        .subRouter(SockJSHandler.create(vertx, options).socketHandler(sockets::accept));
  }

  /** The stock handler throws at what is no array of strings: answered here as SockJS has it. */
  private static void checkSend(RoutingContext context) {
    if (!context.request().path().endsWith("/xhr_send")) {
      context.next();
      return;
    }
    String body = context.body().asString();
    if (body == null || body.isEmpty()) {
      context.response().setStatusCode(500).end("Payload expected.");
      return;
    }
    try {
      SockJsFrames.messages(body, MAX_SENT);
    } catch (Problem e) {
      context.response().setStatusCode(500).end("Broken JSON encoding.");
      return;
    }
    context.next();
  }

  /** What a SockJS client asks first; WebSocket is ours, so the stock answer would be wrong. */
  private void info(RoutingContext context) {
    if (!Origins.allowed(context.request(), settings)) {
      context.fail(Problem.denied("this web origin is not allowed"));
      return;
    }
    allowOrigin(context);
    var info = Json.object().put("websocket", true).put("cookie_needed", false);
    info.putArray("origins").add("*:*");
    info.put("entropy", ThreadLocalRandom.current().nextLong(1L << 32));
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-cache, must-revalidate, max-age=0")
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
        .end(info.toString());
  }

  private void harden(RoutingContext context) {
    if (!Origins.allowed(context.request(), settings)) {
      context.fail(Problem.denied("this web origin is not allowed"));
      return;
    }
    context.request().headers().remove(HttpHeaders.COOKIE);
    context.addHeadersEndHandler(
        v -> {
          allowOrigin(context);
          if (endsConnection(context.request().path())) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          }
        });
    context.next();
  }

  /** The stock handler closes the connection of an answered poll; unsaid, the next request dies. */
  private static boolean endsConnection(String path) {
    return path.endsWith("/xhr") || path.endsWith("/xhr_streaming");
  }

  private static void allowOrigin(RoutingContext context) {
    var headers = context.response().headers();
    headers.remove(HttpHeaders.SET_COOKIE);
    headers.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);
    headers.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      headers.add(HttpHeaders.VARY, "Origin");
    }
  }
}
