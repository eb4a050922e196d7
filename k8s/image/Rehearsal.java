import chat.tertulia.embedded.EmbeddedPostgres;
import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.embedded.PostgresOptions;
import chat.tertulia.embedded.Progress;
import chat.tertulia.embedded.RedisOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Run while an image is built: starts its process once as it will be started later, in a cluster of
 * its own on a database of its own, and ends it, so that the JVM writes down which classes a start
 * needs. That halves the time to the ready line.
 *
 * <p>Arguments: the folder of the application, and one for everything that is thrown away.
 */
final class Rehearsal {
  private static final String READY = " is ready, inner port ";
  private static final long WITHIN_SECONDS = 120;

  private Rehearsal() {}

  public static void main(String[] arguments) throws Exception {
    Path app = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
    var postgresOptions = PostgresOptions.DEFAULT.engines(folder.resolve("engines")).throwAway();
    var redisOptions = RedisOptions.DEFAULT.engines(folder.resolve("engines"));
    try (var postgres =
            EmbeddedPostgres.start(folder.resolve("pg"), postgresOptions, Progress.SILENT);
        var redis = EmbeddedRedis.start(folder.resolve("redis"), redisOptions, Progress.SILENT)) {
      Path cache = app.resolve("tertulia.aot");
      var command = new ProcessBuilder("/bin/sh", app.resolve("entrypoint.sh").toString());
      Map<String, String> environment = command.environment();
      environment.putAll(settings(postgres, redis));
      environment.put("APP", app.toString());
      environment.put("REHEARSAL", "-XX:AOTCacheOutput=" + cache);
      rehearse(command.redirectError(ProcessBuilder.Redirect.INHERIT).start());
      if (!Files.exists(cache)) {
        throw new IllegalStateException("no cache was written");
      }
      System.out.println("rehearsed, " + Files.size(cache) / 1_000_000 + " MB");
    }
  }

  private static Map<String, String> settings(EmbeddedPostgres postgres, EmbeddedRedis redis) {
    return Map.ofEntries(
        Map.entry("TERTULIA_PORT", "0"),
        Map.entry("TERTULIA_AUTH_PORT", "0"),
        Map.entry("TERTULIA_ROOM_PORT", "0"),
        Map.entry("TERTULIA_HISTORY_PORT", "0"),
        Map.entry("TERTULIA_ADMIN_PORT", "0"),
        Map.entry("TERTULIA_CLUSTER", "tcp"),
        Map.entry("TERTULIA_CLUSTER_HOST", "127.0.0.1"),
        Map.entry("TERTULIA_CLUSTER_PORT", "0"),
        Map.entry("TERTULIA_CLUSTER_NAME", "rehearsal-" + ProcessHandle.current().pid()),
        Map.entry("TERTULIA_REDIS_URL", redis.url()),
        Map.entry("TERTULIA_DB_HOST", postgres.host()),
        Map.entry("TERTULIA_DB_PORT", Integer.toString(postgres.port())),
        Map.entry("TERTULIA_DB_NAME", postgres.database()),
        Map.entry("TERTULIA_DB_ADMIN_USER", postgres.adminUser()),
        Map.entry("TERTULIA_DB_ADMIN_PASSWORD", postgres.adminPassword()),
        Map.entry("TERTULIA_DB_PASSWORD", "only-for-the-rehearsal"),
        Map.entry("TERTULIA_KEY_SECRET", "only-for-the-rehearsal"));
  }

  private static void rehearse(Process process) throws IOException, InterruptedException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.contains(READY)) {
        System.out.println(line);
        line = lines.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("it did not start");
      }
      int port = Integer.parseInt(line.substring(line.indexOf(READY) + READY.length()).strip());
      ask(port, "/health/ready");
      ask(port, "/metrics");
    } finally {
      process.destroy();
      if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not end");
      }
    }
  }

  /** Whatever it answers: alone, not every process is ready. */
  private static void ask(int port, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      client.send(request, HttpResponse.BodyHandlers.discarding());
    }
  }
}
