package chat.tertulia.gateway.http;

import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.http.RestRoutes;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /api/v1/presence?users=a,b}: presence for those without a socket. */
public final class PresenceRoute {
  static final int MAX_USERS = 500;

  private final TokenGate gate;
  private final Presence presence;

  public PresenceRoute(TokenGate gate, Presence presence) {
    this.gate = gate;
    this.presence = presence;
  }

  public void mount(Router router) {
    router.get(RestRoutes.PREFIX + "/presence").handler(this::answer);
  }

  private void answer(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    gate.verify(bearer ? header.substring(7).strip() : null)
        .compose(caller -> presence.states(caller, users(context.queryParam("users"))))
        .onSuccess(
            json ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(json))
        .onFailure(context::fail);
  }

  private static List<UserId> users(List<String> parameters) {
    var users = new ArrayList<UserId>();
    for (String parameter : parameters) {
      for (String id : parameter.split(",", -1)) {
        users.add(user(id.strip()));
      }
    }
    if (users.isEmpty() || users.size() > MAX_USERS) {
      throw Problem.field("users", "must name 1 to " + MAX_USERS + " people");
    }
    return users.stream().distinct().toList();
  }

  private static UserId user(String id) {
    try {
      return new UserId(id);
    } catch (Problem e) {
      throw Problem.field("users", "must be user ids separated by commas");
    }
  }
}
