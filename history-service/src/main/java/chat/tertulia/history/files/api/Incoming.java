package chat.tertulia.history.files.api;

import chat.tertulia.history.files.domain.Received;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file on its way in: from a stream to a temporary file, no faster than the disk takes it, no
 * larger than allowed, and not forever. Belongs to one event loop.
 */
final class Incoming {
  /** How long nothing may come, in milliseconds. */
  static final long SILENCE_MS = 10_000;

  private final Vertx vertx;
  private final ReadStream<Buffer> stream;
  private final Path file;
  private final long maxBytes;
  private final MessageDigest hash;
  private final Promise<Void> arrived = Promise.promise();
  private AsyncFile out;
  private long size;
  private long silence;

  private Incoming(Vertx vertx, ReadStream<Buffer> stream, Path file, long maxBytes) {
    this.vertx = vertx;
    this.stream = stream;
    this.file = file;
    this.maxBytes = maxBytes;
    try {
      this.hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * Takes in a paused stream. The temporary file is gone when this fails.
   *
   * @param maxMs how long all of it may take, in milliseconds
   */
  static Future<Received> take(
      Vertx vertx, ReadStream<Buffer> stream, Path file, long maxBytes, long maxMs) {
    var incoming = new Incoming(vertx, stream, file, maxBytes);
    return vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setCreateNew(true).setRead(false))
        .compose(opened -> incoming.receive(opened, maxMs))
        .recover(
            failed ->
                vertx
                    .fileSystem()
                    .delete(file.toString())
                    .transform((ok, none) -> Future.failedFuture(failed)));
  }

  private Future<Received> receive(AsyncFile opened, long maxMs) {
    out = opened;
    long last = vertx.setTimer(maxMs, timer -> late());
    listen();
    stream.exceptionHandler(arrived::tryFail);
    stream.endHandler(end -> arrived.tryComplete());
    stream.handler(this::part);
    stream.resume();
    return arrived
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(last);
              vertx.cancelTimer(silence);
            })
        .transform(
            (ok, failed) ->
                out.close()
                    .transform(
                        (closed, notClosed) ->
                            failed != null
                                ? Future.failedFuture(failed)
                                : notClosed != null
                                    ? Future.failedFuture(notClosed)
                                    : Future.succeededFuture()))
        .map(none -> new Received(file, size, HexFormat.of().formatHex(hash.digest())));
  }

  private void part(Buffer part) {
    if (arrived.future().isComplete()) {
      return; // what still comes after a refusal
    }
    size += part.length();
    if (size > maxBytes) {
      arrived.tryFail(tooLarge(maxBytes));
      return;
    }
    vertx.cancelTimer(silence);
    listen();
    hash.update(part.getBytes());
    out.write(part).onFailure(arrived::tryFail);
    if (out.writeQueueFull()) {
      stream.pause();
      out.drainHandler(drained -> stream.resume());
    }
  }

  private void listen() {
    silence = vertx.setTimer(SILENCE_MS, timer -> late());
  }

  private void late() {
    arrived.tryFail(Problem.badRequest("the file did not arrive in time"));
  }

  static Problem tooLarge(long maxBytes) {
    return Problem.of(ErrorCode.TOO_LARGE, "a file must have at most " + maxBytes + " bytes");
  }
}
