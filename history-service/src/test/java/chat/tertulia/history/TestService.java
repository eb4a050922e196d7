package chat.tertulia.history;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.testkit.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** history-service whole, on a free port, with tokens of our own. */
public final class TestService implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "files").toAbsolutePath();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Node node;
  private final HistoryVerticle verticle;
  private final TestTokens tokens;
  private final Bus bus;

  private TestService(Node node, HistoryVerticle verticle, TestTokens tokens, Bus bus) {
    this.node = node;
    this.verticle = verticle;
    this.tokens = tokens;
    this.bus = bus;
  }

  public static TestService start(DatabaseSettings database) {
    return start(database, Map.of());
  }

  public static TestService start(DatabaseSettings database, Map<String, String> others) {
    Settings settings =
        Settings.of(
                Map.of(
                    "TERTULIA_ADMIN_PORT", "0",
                    "TERTULIA_HISTORY_PORT", "0",
                    "TERTULIA_FILES", FOLDER.toString()))
            .with(others);
    Node node = Launcher.await(Node.start(settings.read(NodeSettings.class)));
    var bus = new VertxBus(node.vertx());
    var tokens = new TestTokens(node.vertx());
    Launcher.await(tokens.answerOn(bus));
    var verticle =
        new HistoryVerticle(
            node,
            database,
            settings.read(HistorySettings.class),
            settings.read(FileSettings.class));
    Launcher.await(node.deploy(verticle));
    return new TestService(node, verticle, tokens, bus);
  }

  public static Person person(String name) {
    return new Person(UserId.random(), name);
  }

  /** Has files that nothing names removed. */
  public void collectFiles() {
    verticle.collectFiles();
  }

  public Node node() {
    return node;
  }

  public Bus bus() {
    return bus;
  }

  public TestTokens tokens() {
    return tokens;
  }

  public int port() {
    return verticle.port();
  }

  /** A request with the person's token, or none for null. */
  public HttpResponse<String> send(Person person, String method, String path, String body) {
    return sendWith(person == null ? null : tokens.of(person), method, path, body);
  }

  public HttpResponse<String> sendWith(String token, String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + verticle.port() + "/api/v1" + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Launcher.await(node.stop());
    http.close();
  }
}
