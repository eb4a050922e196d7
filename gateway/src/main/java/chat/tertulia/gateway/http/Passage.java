package chat.tertulia.gateway.http;

import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.http.ProblemAnswers;
import chat.tertulia.shared.http.RequestTrace;
import chat.tertulia.shared.http.RestRoutes;
import chat.tertulia.shared.http.StreamedBodies;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A request on its way to a service. The body is gathered first, so that a client that sends slowly
 * holds no connection to the service; the service is told who asks, and answered for when it does
 * not answer.
 */
final class Passage implements ProxyInterceptor {
  /** How long the body of a request may take to arrive; less than a connection's own patience. */
  static final Duration BODY_TIMEOUT = Duration.ofSeconds(8);

  /** How much longer than its own limit a service may take to begin its answer. */
  static final Duration WAY = Duration.ofMillis(200);

  private static final MediaType PROBLEM = MediaType.parse("application/problem+json");

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final long answerMs;

  /**
   * @param within how long the service may take for what passes here
   */
  Passage(Vertx vertx, GatewaySettings settings, Duration within) {
    this.vertx = vertx;
    this.settings = settings;
    this.answerMs = within.plus(WAY).toMillis();
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    var incoming = context.request().proxiedRequest();
    var headers = context.request().headers();
    headers.remove("Upgrade").remove("HTTP2-Settings");
    headers.set(RequestTrace.CLIENT_ADDRESS, ClientAddress.of(incoming, settings));
    Future<ProxyResponse> reply =
        StreamedBodies.matches(incoming)
            ? stream(context)
            : gather(context.request().getBody()).compose(body -> send(context, body));
    return reply.recover(
        e ->
            Future.succeededFuture(
                answer(
                    context,
                    context.request().response(),
                    e instanceof Problem problem ? problem : unavailable())));
  }

  /** The request's id is on the answer already. */
  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    context.response().headers().remove(RequestTrace.HEADER);
    return context.sendResponse();
  }

  private Future<ProxyResponse> send(ProxyContext context, Buffer body) {
    context.request().setBody(Body.body(body));
    return context
        .sendRequest()
        .timeout(answerMs, TimeUnit.MILLISECONDS)
        .map(reply -> reply.getStatusCode() == 502 ? answer(context, reply, unavailable()) : reply);
  }

  /** A file passes as it comes: the service bounds its size, its time and how many there are. */
  private static Future<ProxyResponse> stream(ProxyContext context) {
    return context
        .sendRequest()
        .timeout(StreamedBodies.MAX_MS, TimeUnit.MILLISECONDS)
        .map(reply -> reply.getStatusCode() == 502 ? answer(context, reply, unavailable()) : reply);
  }

  private Future<Buffer> gather(Body body) {
    if (body == null) {
      return Future.succeededFuture(Buffer.buffer());
    }
    Promise<Buffer> gathered = Promise.promise();
    var bytes = Buffer.buffer();
    ReadStream<Buffer> stream = body.stream();
    long timer =
        vertx.setTimer(
            BODY_TIMEOUT.toMillis(),
            t -> gathered.tryFail(Problem.badRequest("the body did not arrive in time")));
    stream.exceptionHandler(gathered::tryFail);
    stream.endHandler(v -> gathered.tryComplete(bytes));
    stream.handler(
        part -> {
          if (bytes.length() + part.length() > RestRoutes.MAX_BODY_BYTES) {
            gathered.tryFail(
                Problem.of(
                    ErrorCode.TOO_LARGE,
                    "the body must have at most " + RestRoutes.MAX_BODY_BYTES + " bytes"));
          } else {
            bytes.appendBuffer(part);
          }
        });
    stream.resume();
    return gathered.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static Problem unavailable() {
    return Problem.of(ErrorCode.UNAVAILABLE, "the service does not answer");
  }

  private static ProxyResponse answer(
      ProxyContext context, ProxyResponse response, Problem problem) {
    String trace = context.request().proxiedRequest().getHeader(RequestTrace.HEADER);
    response.headers().clear();
    response
        .setStatusCode(problem.code().status())
        .setBody(Body.body(ProblemAnswers.document(problem, trace), PROBLEM));
    if (problem.retryAfter() != null) {
      response.putHeader("Retry-After", "1");
    } else if (context.request().proxiedRequest().version() == HttpVersion.HTTP_1_1) {
      // What the client still sends is not read: the connection cannot be used again.
      response.putHeader("Connection", "close");
    }
    return response;
  }
}
