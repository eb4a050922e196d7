package chat.tertulia.gateway.http;

import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.http.RequestTrace;
import chat.tertulia.shared.http.RestRoutes;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.proxy.handler.ProxyHandler;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
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
    ProxyHandler handler = ProxyHandler.create(proxy(setting, target));
    for (Operation<?, ?> each : operations) {
      if (each.path() != null) {
        String path = each.path().replaceAll("\\{(\\w+)}", ":$1");
        router.route(RestRoutes.PREFIX + path).handler(handler);
        if (path.startsWith("/.well-known/")) {
          router.route(path).handler(handler);
        }
      }
    }
  }

  private HttpProxy proxy(String setting, String target) {
    URI uri;
    try {
      uri = URI.create(target);
    } catch (IllegalArgumentException e) {
      throw new BadSetting(setting, "must be an http address like http://room-service:8082");
    }
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new BadSetting(setting, "must be an http address like http://room-service:8082");
    }
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000).setIdleTimeout(60),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return HttpProxy.reverseProxy(client)
        .origin(port, uri.getHost())
        .addInterceptor(new Passage(settings));
  }

  /** Tells the service who asks, and answers for it when it does not. */
  private record Passage(GatewaySettings settings) implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      var incoming = context.request().proxiedRequest();
      var headers = context.request().headers();
      headers.set(RequestTrace.CLIENT_ADDRESS, ClientAddress.of(incoming, settings));
      if (!headers.contains(RequestTrace.HEADER)) {
        headers.set(RequestTrace.HEADER, OpaqueId.random('t'));
      }
      return context
          .sendRequest()
          .map(answer -> answer.getStatusCode() == 502 ? unavailable(answer) : answer)
          .recover(e -> Future.succeededFuture(unavailable(context.request().response())));
    }

    private static ProxyResponse unavailable(ProxyResponse answer) {
      Problem problem = Problem.of(ErrorCode.UNAVAILABLE, "the service does not answer");
      answer.headers().clear();
      answer
          .setStatusCode(problem.code().status())
          .putHeader("Content-Type", "application/problem+json")
          .putHeader("Retry-After", "1")
          .setBody(Body.body(Json.bytes(problem.toJson())));
      return answer;
    }
  }
}
