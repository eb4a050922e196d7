package chat.tertulia.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The page's files, read once from the class path and kept in memory with their compressed form and
 * a tag of their content. The stock file handler would unpack them to a temporary folder and tag
 * them by the time of that. Shared by all loops; immutable.
 *
 * <p>The document names our own modules and style sheets below a folder that is called after what
 * is in all of them, so that a browser keeps them for good and a return asks for the document
 * alone. A gateway of another build answers for that folder too, with what it has and for once.
 */
public final class Page {
  private static final String ROOT = "webroot";

  /** Files whose path holds their version. */
  private static final String VERSIONED = "/vendor/";

  /** Our own modules and style sheets, and how the folder begins that the document names. */
  private static final String OURS = "/app/";

  private static final String OURS_VERSIONED = "/app.";
  private static final int BUILD_CHARS = 16;

  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final int COMPRESS_FROM_BYTES = 1_024;
  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Map<String, Asset> assets;
  private final String policy;
  private final String build;

  private record Asset(String type, String tag, Buffer plain, Buffer gzip) {
    /** What a browser shows by itself; the others are parts of it. */
    boolean isDocument() {
      return !type.startsWith("text/javascript") && !type.startsWith("text/css");
    }
  }

  private Page(Map<String, Asset> assets, String policy, String build) {
    this.assets = assets;
    this.policy = policy;
    this.build = build;
  }

  /** Reads the page from the class path, blocking. */
  public static Page load() {
    URL index = Page.class.getClassLoader().getResource(ROOT + "/index.html");
    if (index == null) {
      return new Page(Map.of(), policy(""), "");
    }
    try {
      var assets = new HashMap<String, Asset>();
      URI uri = index.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          read(jar.getPath("/" + ROOT), assets);
        }
      } else {
        read(Path.of(uri).getParent(), assets);
      }
      String build = build(assets);
      String document = assets.get("/index.html").plain().toString();
      document = document.replace('"' + OURS, '"' + OURS_VERSIONED + build + '/');
      assets.put("/index.html", asset("/index.html", document.getBytes(StandardCharsets.UTF_8)));
      return new Page(assets, policy(document), build);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called after what is in our own files; the same on every node of a build. */
  private static String build(Map<String, Asset> assets) {
    var all = new StringBuilder();
    new TreeMap<>(assets)
        .forEach(
            (name, asset) -> {
              if (name.startsWith(OURS)) {
                all.append(name).append(asset.tag());
              }
            });
    String hash = hash(all.toString().getBytes(StandardCharsets.UTF_8));
    return hash.substring(0, BUILD_CHARS).replace('+', '-').replace('/', '_');
  }

  private static void read(Path root, Map<String, Asset> assets) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = "/" + root.relativize(file).toString().replace('\\', '/');
        try (InputStream in = Files.newInputStream(file)) {
          assets.put(name, asset(name, in.readAllBytes()));
        }
      }
    }
  }

  private static Asset asset(String name, byte[] bytes) throws IOException {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = TYPES.getOrDefault(ending, "application/octet-stream");
    boolean text = type.startsWith("text/") || type.contains("json") || type.contains("svg");
    Buffer gzip = null;
    if (text && bytes.length >= COMPRESS_FROM_BYTES) {
      var out = new ByteArrayOutputStream();
      try (var zip = new GZIPOutputStream(out)) {
        zip.write(bytes);
      }
      gzip = Buffer.buffer(out.toByteArray());
    }
    return new Asset(type, "\"" + hash(bytes).substring(0, 22) + "\"", Buffer.buffer(bytes), gzip);
  }

  private static String hash(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Only our own scripts run; the import map in the page is allowed by its hash. */
  private static String policy(String index) {
    var scripts = new StringBuilder("script-src 'self'");
    INLINE_SCRIPT
        .matcher(index)
        .results()
        .map(m -> hash(m.group(1).getBytes(StandardCharsets.UTF_8)))
        .forEach(h -> scripts.append(" 'sha256-").append(h).append('\''));
    return String.join(
        "; ",
        List.of(
            "default-src 'none'",
            scripts,
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html dompurify"));
  }

  public void mount(Router router) {
    router.route().handler(this::serve);
  }

  private static String below(String versioned) {
    return versioned.substring(versioned.indexOf('/', 1) + 1);
  }

  private boolean isForGood(String path) {
    return path.startsWith(VERSIONED) || path.startsWith(OURS_VERSIONED + build + '/');
  }

  /** What a document may do. On its hundred parts these would weigh a third of a first visit. */
  private void guard(RoutingContext context) {
    var request = context.request();
    var response =
        context
            .response()
            .putHeader("Content-Security-Policy", policy)
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("X-Frame-Options", "DENY");
    // Browsers ignore it, with a warning, on a connection that is not secure.
    if (request.isSSL() || "https".equals(request.getHeader("X-Forwarded-Proto"))) {
      response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
  }

  private void serve(RoutingContext context) {
    var request = context.request();
    String asked = context.normalizedPath();
    String path = asked.startsWith(OURS_VERSIONED) ? OURS + below(asked) : asked;
    Asset asset = assets.get(path.equals("/") ? "/index.html" : path);
    boolean reads =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    if (asset == null || !reads) {
      context.next();
      return;
    }
    var response = context.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
        .putHeader(HttpHeaders.ETAG, asset.tag())
        .putHeader(HttpHeaders.CACHE_CONTROL, isForGood(asked) ? FOREVER : "no-cache")
        .putHeader(HttpHeaders.VARY, "Accept-Encoding")
        .putHeader("X-Content-Type-Options", "nosniff");
    if (asset.isDocument()) {
      guard(context);
    }
    if (asset.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    String accepts = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean zip = asset.gzip() != null && accepts != null && accepts.contains("gzip");
    Buffer body = zip ? asset.gzip() : asset.plain();
    if (zip) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(body);
    }
  }
}
