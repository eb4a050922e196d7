package chat.tertulia.shared.http;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure of a request as {@code application/problem+json}, RFC 9457. */
public final class ProblemAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

  private ProblemAnswers() {}

  public static void install(Router router) {
    router.route().failureHandler(ProblemAnswers::answer);
    router.route().handler(ProblemAnswers::refuseBrokenPath);
    for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
      router.errorHandler(status, ProblemAnswers::answer);
    }
  }

  /** A path that cannot be decoded would fail wherever it is looked at. */
  private static void refuseBrokenPath(RoutingContext context) {
    try {
      context.normalizedPath();
      QueryStringDecoder.decodeComponent(context.request().path());
    } catch (IllegalArgumentException e) {
      write(context, Problem.badRequest("the path is not valid"));
      return;
    }
    context.next();
  }

  private static void answer(RoutingContext context) {
    if (context.failure() instanceof HttpClosedException) {
      // The client hung up in the middle of its request: nobody is there to be answered.
      return;
    }
    write(context, problemOf(context));
  }

  /** Writes a problem as the answer. */
  public static void write(RoutingContext context, Problem problem) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response
        .setStatusCode(problem.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (problem.retryAfter() != null) {
      long seconds = Math.max(1, (problem.retryAfter().toMillis() + 999) / 1000);
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    if (problem.code().status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    response.end(document(problem, RequestTrace.of(context)));
  }

  /**
   * The document of a problem.
   *
   * @param trace the request's id; empty or null where it has none
   */
  public static Buffer document(Problem problem, String trace) {
    var json = problem.toJson();
    if (trace != null && !trace.isEmpty()) {
      json.put("instance", trace);
    }
    return Json.bytes(json);
  }

  private static Problem problemOf(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof Problem problem) {
      return problem;
    }
    int status =
        failure instanceof HttpException http ? http.getStatusCode() : context.statusCode();
    Problem known = ofStatus(status);
    if (known != null) {
      return known;
    }
    LOG.error(
        "request failed path={} trace={}",
        context.request().path(),
        RequestTrace.of(context),
        failure);
    return Problem.of(ErrorCode.INTERNAL, "internal error");
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> Problem.badRequest("the request cannot be read");
      case 404 -> Problem.of(ErrorCode.NOT_FOUND, "there is nothing at this path");
      case 405 -> Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "this path does not offer this method");
      case 406 -> Problem.badRequest("only application/json is offered");
      case 413 ->
          Problem.of(
              ErrorCode.TOO_LARGE,
              "the body must have at most " + RestRoutes.MAX_BODY_BYTES + " bytes");
      case 415 ->
          Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body must be sent as application/json");
      default -> null;
    };
  }
}
