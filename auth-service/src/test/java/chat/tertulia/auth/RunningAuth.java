package chat.tertulia.auth;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.sql.Migrations;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** auth-service whole, on a free port and a database of its own or shared with another. */
final class RunningAuth implements AutoCloseable {
  static final String PASSWORD = "a quiet evening 42";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestDatabase database;
  private final Node node;
  private final AuthVerticle verticle;
  private final Bus bus;

  private RunningAuth(TestDatabase database, Node node, AuthVerticle verticle) {
    this.database = database;
    this.node = node;
    this.verticle = verticle;
    this.bus = new VertxBus(node.vertx());
  }

  static RunningAuth start(String... settings) {
    return on(LocalPostgres.shared().newDatabase(), InstantSource.system(), settings);
  }

  /**
   * @param settings names and values in turn
   */
  static RunningAuth on(TestDatabase database, InstantSource keyClock, String... settings) {
    var environment = new HashMap<>(Map.of("TERTULIA_ADMIN_PORT", "0", "TERTULIA_AUTH_PORT", "0"));
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    Settings all = Settings.of(environment);
    DatabaseSettings where = database.settings();
    Migrations.run(where, "auth");
    Node node = Launcher.await(Node.start(all.read(NodeSettings.class)));
    var verticle = new AuthVerticle(node, where, all.read(AuthSettings.class), keyClock);
    Launcher.await(node.deploy(verticle));
    return new RunningAuth(database, node, verticle);
  }

  TestDatabase database() {
    return database;
  }

  Node node() {
    return node;
  }

  Bus bus() {
    return bus;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + verticle.port() + path);
  }

  /** What came back. */
  record Reply(int status, JsonObject json, HttpResponse<String> raw) {
    String code() {
      return json.getString("code");
    }

    String field() {
      return json.getJsonArray("errors").getJsonObject(0).getString("field");
    }

    String accessToken() {
      return json.getString("accessToken");
    }

    String refreshToken() {
      return json.getString("refreshToken");
    }

    String userId() {
      return json.getJsonObject("user").getString("id");
    }

    String cookie() {
      return raw.headers().firstValue("set-cookie").orElse(null);
    }
  }

  /** A request below the API's prefix; headers are names and values in turn. */
  Reply send(String method, String path, String token, String body, String... headers) {
    try {
      return reply(http.send(request(method, path, token, body, headers), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Reply> sendAsync(String method, String path, String token, String body) {
    return http.sendAsync(request(method, path, token, body), BodyHandlers.ofString())
        .thenApply(RunningAuth::reply);
  }

  private HttpRequest request(
      String method, String path, String token, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri("/api/v1" + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private static Reply reply(HttpResponse<String> response) {
    String body = response.body();
    var json = body.startsWith("{") ? new JsonObject(body) : new JsonObject();
    return new Reply(response.statusCode(), json, response);
  }

  Reply get(String path, String token) {
    return send("GET", path, token, null);
  }

  Reply post(String path, String token, JsonObject body) {
    return send("POST", path, token, body.encode());
  }

  Reply register(String username) {
    return post("/auth/register", null, credentials(username, PASSWORD));
  }

  Reply login(String username, String password) {
    return post("/auth/login", null, credentials(username, password));
  }

  Reply refresh(String token) {
    return post("/auth/refresh", null, new JsonObject().put("refreshToken", token));
  }

  static JsonObject credentials(String username, String password) {
    return new JsonObject().put("username", username).put("password", password);
  }

  @Override
  public void close() {
    Launcher.await(node.stop());
    http.close();
  }
}
