package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.auth.RunningAuth.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The documents that the documentation shows are what is read and answered. What differs from run
 * to run is compared by its form.
 */
class GoldenFilesTest {
  private static final String AGENT =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private static final Map<String, String> FORMS =
      Map.of(
          "id", "[us][0-9a-z]{20}",
          "kid", "k[0-9a-z]{20}",
          "instance", "t[0-9a-z]{20}",
          "createdAt", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
          "usedAt", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
          "accessToken", "eyJ[\\w…-]+\\.eyJ[\\w…-]+\\.[\\w…-]+",
          "refreshToken", "[\\w-]{43}",
          "x", "[\\w-]{43}",
          "y", "[\\w-]{43}");

  @Test
  void documentsAreAsTheFilesShow() {
    try (var auth = RunningAuth.start()) {
      Reply ann = auth.post("/auth/register", null, read("auth.register.request"));
      matches("auth.register.response", 201, ann);
      String token = ann.accessToken();
      Reply login =
          auth.send(
              "POST",
              "/auth/login",
              null,
              read("auth.login.request").encode(),
              "User-Agent",
              AGENT);
      matches("auth.login.response", 200, login);
      JsonObject refresh = read("auth.refresh.request");
      refresh.put("refreshToken", ann.refreshToken());
      matches("auth.refresh.response", 200, auth.post("/auth/refresh", null, refresh));
      matches("auth.me.response", 200, auth.get("/auth/me", token));
      String change = read("auth.me.change.request").encode();
      matches("auth.me.response", 200, auth.send("PATCH", "/auth/me", token, change));
      matches("user.find.response", 200, auth.get("/users?q=ANN", token));
      matches("user.get.response", 200, auth.get("/users/" + ann.userId(), token));
      matches("auth.keys.response", 200, auth.get("/.well-known/jwks.json", null));
      matches(
          "problem.username_taken",
          409,
          auth.post("/auth/register", null, read("auth.register.request")));
      matches(
          "problem.weak_password",
          400,
          auth.post("/auth/register", null, RunningAuth.credentials("bob", "password1")));
      Reply changed =
          auth.post("/auth/password", login.accessToken(), read("auth.password.request"));
      assertEquals(204, changed.status());
      matches("auth.sessions.response", 200, auth.get("/auth/sessions", login.accessToken()));
    }
  }

  private static JsonObject read(String name) {
    try (var in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void matches(String name, int status, Reply actual) {
    assertEquals(status, actual.status(), name + " " + actual.raw().body());
    assertEquals(form("", read(name)), form("", actual.json()), name);
  }

  private static Object form(String field, Object value) {
    return switch (value) {
      case JsonObject object -> {
        var all = new TreeMap<String, Object>();
        object.forEach(e -> all.put(e.getKey(), form(e.getKey(), e.getValue())));
        yield all;
      }
      case JsonArray array -> array.stream().map(each -> form(field, each)).toList();
      case String text when text.matches(FORMS.getOrDefault(field, "$.")) -> "<" + field + ">";
      default -> value;
    };
  }
}
