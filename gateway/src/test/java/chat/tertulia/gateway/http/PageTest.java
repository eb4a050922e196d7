package chat.tertulia.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the page is given out: guarded, compressed, and for good where that is right. */
class PageTest {
  private static final Pattern MAIN = Pattern.compile("src=\"(/app\\.[\\w-]+/main\\.js)\"");
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void serve() {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    Page.load().mount(router);
    port =
        Launcher.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
            .actualPort();
  }

  @AfterAll
  static void close() {
    Launcher.await(vertx.close());
  }

  private static HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String main() throws IOException, InterruptedException {
    Matcher main = MAIN.matcher(get("/").body());
    assertTrue(main.find(), "the document names its modules by their build");
    return main.group(1);
  }

  @Test
  void theDocumentIsAskedForEachTimeAndGuarded() throws Exception {
    HttpResponse<String> page = get("/");
    assertEquals("no-cache", header(page, "Cache-Control"));
    String policy = header(page, "Content-Security-Policy");
    assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertEquals("DENY", header(page, "X-Frame-Options"));
    assertFalse(page.body().contains("\"/app/"), "everything of ours is named by its build");

    HttpResponse<String> again = get("/", "If-None-Match", header(page, "ETag"));
    assertEquals(304, again.statusCode());
  }

  @Test
  void whatIsCalledAfterItsContentIsKeptForGood() throws Exception {
    assertEquals(FOR_GOOD, header(get(main()), "Cache-Control"));
    Matcher vendor = Pattern.compile("\"(/vendor/[^\"]+\\.js)\"").matcher(get("/").body());
    assertTrue(vendor.find());
    assertEquals(FOR_GOOD, header(get(vendor.group(1)), "Cache-Control"));
  }

  @Test
  void whatAnotherBuildIsAskedForIsGivenButNotKept() throws Exception {
    HttpResponse<String> other = get("/app.of-another-build/main.js");
    assertEquals(200, other.statusCode());
    assertEquals(get(main()).body(), other.body());
    assertEquals("no-cache", header(other, "Cache-Control"));
    assertEquals("no-cache", header(get("/app/main.js"), "Cache-Control"));
    assertEquals(404, get("/app.nothing").statusCode());
    assertEquals(404, get(main() + "/../../index.htm").statusCode());
  }

  @Test
  void textIsCompressedForThoseWhoReadIt() throws Exception {
    HttpResponse<String> small = get("/app/i18n/en.js", "Accept-Encoding", "gzip");
    assertEquals("gzip", header(small, "Content-Encoding"));
    assertEquals("", header(get("/app/i18n/en.js"), "Content-Encoding"));
    long bytes = Long.parseLong(header(small, "Content-Length"));
    long plain = Long.parseLong(header(get("/app/i18n/en.js"), "Content-Length"));
    assertTrue(bytes < plain / 2, bytes + " of " + plain);
  }
}
