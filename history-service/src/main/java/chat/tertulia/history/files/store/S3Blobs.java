package chat.tertulia.history.files.store;

import chat.tertulia.history.files.domain.Blobs;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;

/** Files as objects of a bucket in any store that speaks S3, addressed by path. */
public final class S3Blobs implements Blobs {
  /** How long the store may take to begin an answer, in milliseconds. */
  static final long ANSWER_MS = 30_000;

  private static final int MAX_CONNECTIONS = 32;

  private final Vertx vertx;
  private final HttpClient client;
  private final URI store;
  private final String bucket;
  private final S3Signature signature;

  /**
   * @param store where it answers, like {@code https://s3.example.org}
   */
  public S3Blobs(Vertx vertx, URI store, String bucket, S3Signature signature) {
    this.vertx = vertx;
    this.store = store;
    this.bucket = bucket;
    this.signature = signature;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(3_000).setIdleTimeout(60),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
  }

  @Override
  public Future<Void> put(String name, Path file, long size, String sha256) {
    return vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setWrite(false).setCreate(false))
        .compose(
            bytes ->
                request(HttpMethod.PUT, name, sha256, null)
                    .compose(
                        request -> {
                          request.putHeader("Content-Length", Long.toString(size));
                          return request.send(bytes);
                        })
                    .compose(answer -> done(answer, 200, 204))
                    .onComplete(done -> bytes.close()))
        .recover(S3Blobs::unavailable);
  }

  @Override
  public Future<ReadStream<Buffer>> read(String name, long first, long last) {
    boolean whole = first == 0 && last == Long.MAX_VALUE;
    String range = "bytes=" + first + "-" + (last == Long.MAX_VALUE ? "" : last);
    return request(HttpMethod.GET, name, S3Signature.EMPTY, whole ? null : range)
        .compose(
            request -> {
              return request
                  .send()
                  .compose(
                      answer -> {
                        if (answer.statusCode() == 404) {
                          return Future.failedFuture(Problem.notFound());
                        }
                        answer.pause();
                        return answer.statusCode() == 200 || answer.statusCode() == 206
                            ? Future.succeededFuture((ReadStream<Buffer>) answer)
                            : refused(answer);
                      });
            })
        .recover(S3Blobs::unavailable);
  }

  @Override
  public Future<Void> remove(String name) {
    return request(HttpMethod.DELETE, name, S3Signature.EMPTY, null)
        .compose(HttpClientRequest::send)
        .compose(answer -> done(answer, 200, 204, 404))
        .recover(S3Blobs::unavailable);
  }

  @Override
  public Future<Void> ping() {
    return request(HttpMethod.HEAD, "", S3Signature.EMPTY, null)
        .compose(HttpClientRequest::send)
        .compose(answer -> done(answer, 200))
        .recover(S3Blobs::unavailable);
  }

  /**
   * @param range of a GET, or null for all of it
   */
  private Future<HttpClientRequest> request(
      HttpMethod method, String name, String sha256, String range) {
    boolean tls = "https".equals(store.getScheme());
    int port = store.getPort() > 0 ? store.getPort() : tls ? 443 : 80;
    var headers = new TreeMap<String, String>();
    headers.put("host", store.getAuthority());
    if (range != null) {
      headers.put("range", range);
    }
    String path = "/" + bucket + (name.isEmpty() ? "" : "/" + name);
    var options =
        new RequestOptions()
            .setMethod(method)
            .setHost(store.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(path)
            .setTimeout(ANSWER_MS);
    signature.sign(method.name(), path, headers, sha256, Instant.now()).forEach(options::putHeader);
    return client.request(options);
  }

  private static Future<Void> done(HttpClientResponse answer, int... good) {
    for (int status : good) {
      if (answer.statusCode() == status) {
        return answer.end();
      }
    }
    return refused(answer);
  }

  private static <T> Future<T> refused(HttpClientResponse answer) {
    return Future.failedFuture(
        new IllegalStateException("the object store answered " + answer.statusCode()));
  }

  private static <T> Future<T> unavailable(Throwable failed) {
    return Future.failedFuture(
        failed instanceof Problem
            ? failed
            : Problem.of(ErrorCode.UNAVAILABLE, "files cannot be stored or read now"));
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
