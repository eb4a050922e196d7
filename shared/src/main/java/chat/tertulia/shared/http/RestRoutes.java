package chat.tertulia.shared.http;

import chat.tertulia.shared.bus.Bus.Serves;
import chat.tertulia.shared.config.Networks;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.loop.Deadlines;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** Turns operations into routes below {@value #PREFIX}: decode, one call, encode. */
public final class RestRoutes {
  public static final String PREFIX = "/api/v1";

  /** Largest JSON body, in bytes. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  private final Router router;
  private final TokenGate gate;
  private final Deadlines deadlines;
  private final Networks gateways;

  /** Prepares the router: trace id, problem answers, body limit. */
  public RestRoutes(Router router, TokenGate gate, Deadlines deadlines, Networks gateways) {
    this.router = router;
    this.gate = gate;
    this.deadlines = deadlines;
    this.gateways = gateways;
    ProblemAnswers.install(router);
    router.route().handler(RequestTrace::begin);
    BodyHandler whole = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    router
        .route(PREFIX + "/*")
        .handler(
            context -> {
              if (StreamedBodies.matches(context.request())) {
                context.next();
              } else {
                whole.handle(context);
              }
            });
  }

  /** Serves an operation by REST. */
  public <Q, R> void on(Operation<Q, R> operation, Serves<Q, R> handler) {
    route(PREFIX, operation, handler);
  }

  /** Serves an operation at its path without the prefix, for well-known addresses. */
  public <Q, R> void onRoot(Operation<Q, R> operation, Serves<Q, R> handler) {
    route("", operation, handler);
  }

  /** Answers one operation by itself, from the body of the request to that of the answer. */
  public interface Raw {
    /**
     * @return fails when nothing has been answered yet
     */
    Future<?> handle(RoutingContext context, Caller caller);
  }

  /** Serves an operation whose bodies are no JSON. */
  public void raw(Operation<?, ?> operation, Raw handler) {
    String path = PREFIX + operation.path().replaceAll("\\{(\\w+)}", ":$1");
    router
        .route(operation.method(), path)
        .handler(
            context -> {
              context.request().pause();
              admit(operation, context)
                  .compose(
                      caller -> {
                        context.request().resume();
                        return handler.handle(context, caller);
                      })
                  .onFailure(context::fail);
            });
  }

  private <Q, R> void route(String prefix, Operation<Q, R> operation, Serves<Q, R> handler) {
    String path = prefix + operation.path().replaceAll("\\{(\\w+)}", ":$1");
    router
        .route(operation.method(), path)
        .handler(
            context ->
                deadlines
                    .within(
                        operation.within(),
                        admit(operation, context)
                            .compose(caller -> serve(operation, handler, context, caller)))
                    .onComplete(answer -> write(operation, context, answer), context::fail));
  }

  private Future<Caller> admit(Operation<?, ?> operation, RoutingContext context) {
    if (operation.access() == Operation.Access.OPEN) {
      return Future.succeededFuture();
    }
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    return gate.verify(bearer ? header.substring(7).strip() : null);
  }

  private <Q, R> Future<Answer<R>> serve(
      Operation<Q, R> operation, Serves<Q, R> handler, RoutingContext context, Caller caller) {
    Q request = RequestReader.read(operation, context);
    return handler.handle(new Call<>(caller, request, RequestTrace.origin(context, gateways)));
  }

  private static <R> void write(
      Operation<?, R> operation, RoutingContext context, Answer<R> answer) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (answer.cookie() != null) {
      response.putHeader(HttpHeaders.SET_COOKIE, answer.cookie());
    }
    int status = answer.status() == 0 ? operation.status() : answer.status();
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (status == 204 || answer.body() == null) {
      response.end();
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(Json.bytes(answer.body()));
    }
  }
}
