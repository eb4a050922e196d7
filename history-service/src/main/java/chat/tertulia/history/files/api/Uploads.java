package chat.tertulia.history.files.api;

import chat.tertulia.history.files.domain.Received;
import chat.tertulia.history.files.domain.Sharing;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.OpaqueId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Receives files, a bounded number at once, and leaves no temporary file behind. Belongs to one
 * event loop.
 */
public final class Uploads {
  /** Files one person may send at once. */
  public static final int MAX_PER_PERSON = 4;

  /**
   * @param folder of temporary files
   * @param maxBytes of one file
   * @param maxAtOnce files under way
   * @param maxMs how long one may take, in milliseconds
   */
  public record Limits(Path folder, long maxBytes, int maxAtOnce, long maxMs) {}

  /** What to do with a file that has come in. */
  public interface Taker<T> {
    /**
     * @param name what the sender calls it; null where nothing was said
     */
    Future<T> take(Received received, String name);
  }

  private final Vertx vertx;
  private final Limits limits;
  private final Map<UserId, Integer> underWay = new HashMap<>();
  private int all;

  public Uploads(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  int underWay() {
    return all;
  }

  /**
   * Receives the body of a request, the file itself or a form with one file, and hands it on.
   *
   * @param admitted fails when the sender may not
   */
  <T> Future<T> receive(
      RoutingContext context, UserId sender, Future<Void> admitted, Taker<T> taker) {
    HttpServerRequest request = context.request();
    request.pause();
    return admitted
        .compose(
            ok -> {
              refuseLarge(request);
              count(sender);
              return accept(request, taker).onComplete(done -> discount(sender));
            })
        .onFailure(
            e -> {
              // What the sender still sends is not read: the connection cannot be used again.
              context.response().putHeader(HttpHeaders.CONNECTION, "close");
              context.addEndHandler(answered -> request.connection().close());
            });
  }

  private void refuseLarge(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // A form has some bytes around its file.
    boolean large =
        length != null
            && length.length() <= 18
            && Long.parseLong(length) > limits.maxBytes() + (isForm(request) ? 64 << 10 : 0);
    if (large || (length != null && length.length() > 18)) {
      throw Incoming.tooLarge(limits.maxBytes());
    }
  }

  private void count(UserId sender) {
    if (underWay.getOrDefault(sender, 0) >= MAX_PER_PERSON) {
      throw Problem.of(
          ErrorCode.RATE_LIMITED, "at most " + MAX_PER_PERSON + " files of yours at once");
    }
    if (all >= limits.maxAtOnce()) {
      throw Sharing.tooMany();
    }
    all++;
    underWay.merge(sender, 1, Integer::sum);
  }

  private void discount(UserId sender) {
    all--;
    underWay.computeIfPresent(sender, (same, n) -> n == 1 ? null : Integer.valueOf(n - 1));
  }

  private <T> Future<T> accept(HttpServerRequest request, Taker<T> taker) {
    Path file = limits.folder().resolve(OpaqueId.random('i'));
    if (!isForm(request)) {
      return Incoming.take(vertx, request, file, limits.maxBytes(), limits.maxMs())
          .compose(received -> hand(received, request.getParam("name"), taker));
    }
    Promise<T> taken = Promise.promise();
    boolean[] seen = new boolean[1];
    request.setExpectMultipart(true);
    request.uploadHandler(
        upload -> {
          if (seen[0]) {
            taken.tryFail(Problem.badRequest("the form must have one file"));
            return;
          }
          seen[0] = true;
          upload.pause();
          String given = request.getParam("name");
          String name = given == null ? upload.filename() : given;
          Incoming.take(vertx, upload, file, limits.maxBytes(), limits.maxMs())
              .compose(received -> hand(received, name, taker))
              .onComplete(taken);
        });
    request.exceptionHandler(taken::tryFail);
    request.endHandler(
        end -> {
          if (!seen[0]) {
            taken.tryFail(Problem.field("file", "is required in the form"));
          }
        });
    request.resume();
    return taken.future();
  }

  private static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private <T> Future<T> hand(Received received, String name, Taker<T> taker) {
    return Future.succeededFuture()
        .compose(ok -> taker.take(received, name))
        .onComplete(done -> vertx.fileSystem().delete(received.file().toString()).otherwiseEmpty());
  }
}
