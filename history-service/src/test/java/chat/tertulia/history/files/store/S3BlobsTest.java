package chat.tertulia.history.files.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.Secret;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a small store that knows the secret and takes nothing that is signed otherwise. */
class S3BlobsTest {
  private static final Secret SECRET = new Secret("a secret of the store");

  @TempDir Path folder;

  private final Map<String, Buffer> objects = new HashMap<>();
  private final Vertx vertx = Vertx.vertx();
  private HttpServer store;

  @BeforeEach
  void aStore() {
    store =
        Launcher.await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    Launcher.await(vertx.close());
  }

  private void serve(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (!isSigned(request, body)) {
                request.response().setStatusCode(403).end();
                return;
              }
              answer(request, body);
            });
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var response = request.response();
    Buffer object = objects.get(request.path());
    switch (request.method().name()) {
      case "PUT" -> {
        objects.put(request.path(), body);
        response.end();
      }
      case "DELETE" -> {
        objects.remove(request.path());
        response.setStatusCode(204).end();
      }
      case "HEAD" -> response.end();
      default -> {
        if (object == null) {
          response.setStatusCode(404).end();
          return;
        }
        String range = request.getHeader("Range");
        if (range == null) {
          response.end(object);
          return;
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        int from = Integer.parseInt(ends[0]);
        int to = ends[1].isEmpty() ? object.length() : Integer.parseInt(ends[1]) + 1;
        response.setStatusCode(206).end(object.getBuffer(from, to));
      }
    }
  }

  private static boolean isSigned(HttpServerRequest request, Buffer body) {
    String sha256 = request.getHeader("x-amz-content-sha256");
    var signed = new TreeMap<String, String>();
    String given = request.getHeader("Authorization");
    String names = given.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    for (String name : names.split(";", -1)) {
      if (!name.startsWith("x-amz-")) {
        signed.put(name, request.getHeader(name));
      }
    }
    String time = request.getHeader("x-amz-date");
    Instant at =
        Instant.parse(time.replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
    var expected =
        new S3Signature("eu-test", "us", SECRET)
            .sign(request.method().name(), request.path(), signed, sha256, at);
    return expected.get("authorization").equals(given) && sha256.equals(hash(body.getBytes()));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private S3Blobs blobs(Secret secret) {
    var url = URI.create("http://127.0.0.1:" + store.actualPort());
    return new S3Blobs(vertx, url, "files", new S3Signature("eu-test", "us", secret));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("some"), content);
  }

  private static String read(Future<ReadStream<Buffer>> stream) {
    Promise<String> whole = Promise.promise();
    stream
        .onFailure(whole::fail)
        .onSuccess(
            bytes -> {
              var all = Buffer.buffer();
              bytes.handler(all::appendBuffer);
              bytes.endHandler(end -> whole.complete(all.toString()));
              bytes.resume();
            });
    return Launcher.await(whole.future());
  }

  /** The example of a GET with a range in Amazon's documentation of the signature. */
  @Test
  void theSignatureIsThatOfTheDocumentation() {
    var headers = new TreeMap<String, String>();
    headers.put("host", "examplebucket.s3.amazonaws.com");
    headers.put("range", "bytes=0-9");

    var signed =
        new S3Signature(
                "us-east-1",
                "AKIAIOSFODNN7EXAMPLE",
                new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
            .sign(
                "GET",
                "/test.txt",
                headers,
                S3Signature.EMPTY,
                Instant.parse("2013-05-24T00:00:00Z"));

    assertTrue(
        signed
            .get("authorization")
            .endsWith("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        signed.get("authorization"));
  }

  @Test
  void whatIsPutCanBeReadInPartsAndRemoved() throws IOException {
    var blobs = blobs(SECRET);
    byte[] bytes = "hello world".getBytes(StandardCharsets.UTF_8);

    Launcher.await(blobs.ping());
    Launcher.await(blobs.put("f1", file("hello world"), bytes.length, hash(bytes)));

    assertEquals("hello world", read(blobs.read("f1", 0, Long.MAX_VALUE)));
    assertEquals("world", read(blobs.read("f1", 6, 10)));
    Launcher.await(blobs.remove("f1"));
    Launcher.await(blobs.remove("f1"));
    var gone =
        assertThrows(Problem.class, () -> Launcher.await(blobs.read("f1", 0, Long.MAX_VALUE)));
    assertEquals(ErrorCode.NOT_FOUND, gone.code());
  }

  @Test
  void aStoreThatRefusesOrIsAwayMakesFilesUnavailable() throws IOException {
    var refused = blobs(new Secret("another"));
    Path file = file("x");
    String hash = hash(new byte[] {'x'});

    var problem =
        assertThrows(Problem.class, () -> Launcher.await(refused.put("f2", file, 1, hash)));
    assertEquals(ErrorCode.UNAVAILABLE, problem.code());
    assertTrue(objects.isEmpty());

    var blobs = blobs(SECRET);
    Launcher.await(store.close());
    problem = assertThrows(Problem.class, () -> Launcher.await(blobs.read("f2", 0, 1)));
    assertEquals(ErrorCode.UNAVAILABLE, problem.code());
  }
}
