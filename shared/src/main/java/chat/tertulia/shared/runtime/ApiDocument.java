package chat.tertulia.shared.runtime;

import chat.tertulia.shared.contract.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /openapi.json}, made from the operations, and {@code /docs}, a page to try them. */
public final class ApiDocument {
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
  private static final Map<String, String> FILES =
      Map.of(
          "swagger-ui.css", "text/css; charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript; charset=utf-8");
  private static final Map<String, Buffer> LOADED = new ConcurrentHashMap<>();

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Tertulia API</title>
          <link rel="stylesheet" href="/docs/swagger-ui.css" />
        </head>
        <body>
          <div id="api"></div>
          <script src="/docs/swagger-ui-bundle.js"></script>
          <script src="/docs/start.js"></script>
        </body>
      </html>
      """;

  private static final String START =
      """
      window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true });
      """;

  /**
   * The library sets styles on elements and shows pictures it carries; scripts are our own only.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private ApiDocument() {}

  /** Mounts both for these operations. */
  public static void mount(Router router, String title, Collection<Operation<?, ?>> operations) {
    String document = OpenApi.describe(title, operations).toString();
    router
        .get("/openapi.json")
        .handler(context -> answer(context, "application/json", Buffer.buffer(document)));
    router
        .get("/docs")
        .handler(context -> answer(context, "text/html; charset=utf-8", Buffer.buffer(PAGE)));
    router
        .get("/docs/start.js")
        .handler(
            context -> answer(context, "text/javascript; charset=utf-8", Buffer.buffer(START)));
    FILES.forEach(
        (name, type) ->
            router
                .get("/docs/" + name)
                .blockingHandler(context -> answer(context, type, load(name)), false));
  }

  private static void answer(RoutingContext context, String type, Buffer body) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body);
  }

  private static Buffer load(String name) {
    return LOADED.computeIfAbsent(name, ApiDocument::read);
  }

  private static Buffer read(String name) {
    String path = WEBJAR + SwaggerUi.VERSION + "/" + name;
    try (InputStream in = ApiDocument.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + path);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
