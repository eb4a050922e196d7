package chat.tertulia.gateway.http;

import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.http.RestRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.proxy.handler.ProxyHandler;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/** REST on one origin: every operation's path leads to the service that serves it. */
public final class FrontDoor {
  /** Connections a loop keeps to one service. */
  static final int MAX_CONNECTIONS = 64;

  /** Requests waiting for a connection at most. */
  static final int MAX_WAITING = 2_000;

  private final Vertx vertx;
  private final GatewaySettings settings;

  public FrontDoor(Vertx vertx, GatewaySettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  public void mount(Router router) {
    route(router, Switchboard.AUTH, "TERTULIA_AUTH_URL", settings.authUrl());
    route(router, Switchboard.ROOMS, "TERTULIA_ROOM_URL", settings.roomUrl());
    route(router, Switchboard.HISTORY_SERVICE, "TERTULIA_HISTORY_URL", settings.historyUrl());
  }

  /** Everything REST offers on this origin. */
  public static List<Operation<?, ?>> operations() {
    return Stream.of(Switchboard.AUTH, Switchboard.ROOMS, Switchboard.HISTORY_SERVICE)
        .<Operation<?, ?>>flatMap(List::stream)
        .toList();
  }

  private void route(
      Router router, List<Operation<?, ?>> operations, String setting, String target) {
    URI origin = origin(setting, target);
    HttpClient client = client();
    var handlers = new HashMap<Duration, ProxyHandler>();
    for (Operation<?, ?> each : operations) {
      if (each.path() != null) {
        ProxyHandler handler =
            handlers.computeIfAbsent(
                each.within(), within -> ProxyHandler.create(proxy(client, origin, within)));
        String path = each.path().replaceAll("\\{(\\w+)}", ":$1");
        router.route(RestRoutes.PREFIX + path).handler(FrontDoor::refuseUpgrade).handler(handler);
        if (path.startsWith("/.well-known/")) {
          router.route(path).handler(handler);
        }
      }
    }
  }

  /** REST speaks HTTP only; another protocol would keep a connection to the service for itself. */
  private static void refuseUpgrade(RoutingContext context) {
    if ("websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
      context.fail(Problem.badRequest("this address does not switch protocols"));
    } else {
      context.next();
    }
  }

  private static URI origin(String setting, String target) {
    URI uri;
    try {
      uri = URI.create(target);
    } catch (IllegalArgumentException e) {
      throw new BadSetting(setting, "must be an http address like http://room-service:8082");
    }
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new BadSetting(setting, "must be an http address like http://room-service:8082");
    }
    return uri;
  }

  private HttpClient client() {
    return vertx.createHttpClient(
        new HttpClientOptions().setConnectTimeout(2_000).setIdleTimeout(60),
        new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
  }

  private HttpProxy proxy(HttpClient client, URI origin, Duration within) {
    int port = origin.getPort() < 0 ? 80 : origin.getPort();
    return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
        .origin(port, origin.getHost())
        .addInterceptor(new Passage(vertx, settings, within));
  }
}
