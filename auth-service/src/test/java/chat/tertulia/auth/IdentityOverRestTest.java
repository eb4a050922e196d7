package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of identity, as a client sees it. */
class IdentityOverRestTest {
  private static RunningAuth auth;

  @BeforeAll
  static void start() {
    auth = RunningAuth.start();
    auth.register("founder");
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  @Test
  void registeringSignsIn() {
    var body = RunningAuth.credentials("Ann", RunningAuth.PASSWORD).put("displayName", " Ann O ");

    Reply reply = auth.post("/auth/register", null, body);

    assertEquals(201, reply.status());
    assertEquals(900, reply.json().getLong("expiresIn"));
    assertEquals(43, reply.refreshToken().length());
    JsonObject user = reply.json().getJsonObject("user");
    assertEquals("Ann", user.getString("username"));
    assertEquals("Ann O", user.getString("name"));
    assertEquals("user", user.getString("role"));
    assertNotNull(Instant.parse(user.getString("createdAt")));
    assertEquals(user, auth.get("/auth/me", reply.accessToken()).json());
    assertNull(reply.cookie());
    assertEquals("no-store", reply.raw().headers().firstValue("cache-control").orElse(""));
  }

  @Test
  void theFirstAccountIsAdmin() {
    assertEquals(
        "admin",
        auth.login("founder", RunningAuth.PASSWORD).json().getJsonObject("user").getString("role"));
  }

  @Test
  void userNamesAreUniqueWhateverTheirCase() {
    auth.register("Bob.Builder");

    Reply again = auth.register("bob.BUILDER");

    assertEquals(409, again.status());
    assertEquals("username_taken", again.code());
    assertEquals(200, auth.login("BOB.builder", RunningAuth.PASSWORD).status());
  }

  @Test
  void wrongPasswordAndUnknownUserAnswerTheSame() {
    auth.register("carol");

    Reply wrong = auth.login("carol", "not the password");
    Reply unknown = auth.login("nobody-here", "not the password");
    Reply impossible = auth.login("näbody % here", "not the password");

    for (Reply each : List.of(wrong, unknown, impossible)) {
      assertEquals(401, each.status());
      each.json().remove("instance");
    }
    assertEquals(wrong.json(), unknown.json());
    assertEquals(wrong.json(), impossible.json());
    assertEquals("wrong_credentials", wrong.code());
  }

  @Test
  void weakPasswordsAreRefusedByName() {
    for (String weak :
        List.of(
            "short",
            "password",
            "Password1",
            "QWERTY123",
            "11111111",
            "1234567890",
            "letmein123",
            "abababab",
            "dave-the-great",
            "x".repeat(257))) {
      Reply reply =
          auth.post("/auth/register", null, RunningAuth.credentials("dave-the-great", weak));

      assertEquals(400, reply.status(), weak);
      assertEquals("password", reply.field(), weak);
    }
    assertEquals(201, auth.register("dave-the-great").status());
  }

  @Test
  void logoutEndsTheSessionAtOnce() {
    Reply erin = auth.register("erin");

    assertEquals(204, auth.send("POST", "/auth/logout", erin.accessToken(), null).status());

    Reply me = auth.get("/auth/me", erin.accessToken());
    assertEquals(401, me.status());
    assertEquals("session_ended", me.code());
    assertEquals(401, auth.refresh(erin.refreshToken()).status());
  }

  @Test
  void devicesAreListedAndEndedRemotely() {
    Reply laptop = auth.register("frank");
    Reply phone =
        auth.send(
            "POST",
            "/auth/login",
            null,
            RunningAuth.credentials("frank", RunningAuth.PASSWORD).encode(),
            "User-Agent",
            "Phone/1");

    var devices = auth.get("/auth/sessions", laptop.accessToken()).json().getJsonArray("sessions");

    assertEquals(2, devices.size());
    var other =
        devices.stream()
            .map(JsonObject.class::cast)
            .filter(d -> !d.getBoolean("current"))
            .findFirst()
            .orElseThrow();
    assertEquals("Phone/1", other.getString("agent"));
    assertEquals("127.0.0.1", other.getString("address"));
    String path = "/auth/sessions/" + other.getString("id");
    assertEquals(204, auth.send("DELETE", path, laptop.accessToken(), null).status());
    assertEquals(404, auth.send("DELETE", path, laptop.accessToken(), null).status());
    assertEquals("session_ended", auth.get("/auth/sessions", phone.accessToken()).code());
    assertEquals("session_ended", auth.refresh(phone.refreshToken()).code());
    assertEquals(200, auth.get("/auth/me", laptop.accessToken()).status());
  }

  @Test
  void nobodyEndsAnotherPersonsSession() {
    Reply grace = auth.register("grace");
    Reply heidi = auth.register("heidi");
    String gracesId =
        auth.get("/auth/sessions", grace.accessToken())
            .json()
            .getJsonArray("sessions")
            .getJsonObject(0)
            .getString("id");

    Reply reply = auth.send("DELETE", "/auth/sessions/" + gracesId, heidi.accessToken(), null);

    assertEquals(404, reply.status());
    assertEquals(200, auth.get("/auth/me", grace.accessToken()).status());
  }

  @Test
  void aNameChangesInTheProfileAndInLaterTokens() {
    Reply ivan = auth.register("ivan");
    String change = new JsonObject().put("displayName", "Iván").encode();

    Reply changed = auth.send("PATCH", "/auth/me", ivan.accessToken(), change);

    assertEquals(200, changed.status());
    assertEquals("Iván", changed.json().getString("name"));
    Reply later = auth.refresh(ivan.refreshToken());
    assertEquals("Iván", claims(later.accessToken()).getString("name"));
    assertEquals(200, auth.send("PATCH", "/auth/me", ivan.accessToken(), "{}").status());
    String invisible = new JsonObject().put("displayName", "\u200b\u2800").encode();
    Reply refused = auth.send("PATCH", "/auth/me", ivan.accessToken(), invisible);
    assertEquals(400, refused.status());
    assertEquals("displayName", refused.field());
  }

  @Test
  void aNewPasswordEndsTheOtherSessions() {
    Reply here = auth.register("judy");
    Reply there = auth.login("judy", RunningAuth.PASSWORD);
    var wrong = new JsonObject().put("oldPassword", "no").put("newPassword", "brand new words");

    Reply refused = auth.post("/auth/password", here.accessToken(), wrong);
    Reply done =
        auth.post(
            "/auth/password",
            here.accessToken(),
            wrong.copy().put("oldPassword", RunningAuth.PASSWORD));

    assertEquals(403, refused.status());
    assertEquals("access_denied", refused.code());
    assertEquals("oldPassword", refused.field());
    assertEquals(204, done.status());
    assertEquals(200, auth.get("/auth/me", here.accessToken()).status());
    assertEquals(401, auth.get("/auth/me", there.accessToken()).status());
    assertEquals(401, auth.refresh(there.refreshToken()).status());
    assertEquals(401, auth.login("judy", RunningAuth.PASSWORD).status());
    assertEquals(200, auth.login("judy", "brand new words").status());
    assertEquals(200, auth.refresh(here.refreshToken()).status());
  }

  @Test
  void peopleAreFoundByPartsOfTheirNames() {
    Reply kim = auth.register("kim_100");
    auth.post(
        "/auth/register",
        null,
        RunningAuth.credentials("kimberley", RunningAuth.PASSWORD)
            .put("displayName", "José Ålund"));

    assertEquals(List.of("kim_100", "kimberley"), found(kim, "KIM"));
    assertEquals(List.of("kimberley"), found(kim, "jose"));
    assertEquals(List.of("kimberley"), found(kim, "%C3%85LUND"));
    assertEquals(List.of("kim_100"), found(kim, "m_1"));
    assertEquals(List.of(), found(kim, "k%25m"));
    assertEquals(List.of(), found(kim, "%25%25"));
    assertEquals(List.of(), found(kim, "%5C"));
    assertEquals(List.of(), found(kim, "'%20or%201=1--"));
    JsonObject one = auth.get("/users/" + kim.userId(), kim.accessToken()).json();
    assertEquals(
        new JsonObject().put("id", kim.userId()).put("name", "kim_100").put("username", "kim_100"),
        one);
    assertEquals(404, auth.get("/users/u0nobody", kim.accessToken()).status());
  }

  @Test
  void theDirectoryIsPaged() {
    Reply lara = auth.register("page-lara");
    for (int i = 0; i < 4; i++) {
      auth.register("page-" + i);
    }
    var names = new java.util.ArrayList<String>();
    String cursor = null;
    int pages = 0;
    do {
      String query = "/users?q=page-&limit=2" + (cursor == null ? "" : "&cursor=" + cursor);
      JsonObject page = auth.get(query, lara.accessToken()).json();
      page.getJsonArray("users").forEach(u -> names.add(((JsonObject) u).getString("username")));
      cursor = page.getString("next");
      pages++;
    } while (cursor != null);

    assertEquals(List.of("page-0", "page-1", "page-2", "page-3", "page-lara"), names);
    assertEquals(3, pages);
    for (String bad : List.of("limit=0", "limit=51", "limit=x", "cursor=!!", "cursor=AAAA")) {
      assertEquals(400, auth.get("/users?" + bad, lara.accessToken()).status(), bad);
    }
  }

  @Test
  void guestsAreOffUnlessAllowed() {
    Reply reply = auth.post("/auth/guest", null, new JsonObject().put("displayName", "Zed"));

    assertEquals(403, reply.status());
    assertEquals("access_denied", reply.code());
  }

  @Test
  void requestsWithoutAGoodTokenAreRefused() {
    for (String path : List.of("/auth/me", "/auth/sessions", "/users", "/users/u1")) {
      Reply reply = auth.get(path, null);

      assertEquals(401, reply.status(), path);
      assertEquals("unauthenticated", reply.code());
      assertTrue(
          reply.raw().headers().firstValue("content-type").orElse("").contains("problem+json"));
    }
    assertEquals(401, auth.send("POST", "/auth/logout", "a.b.c", null).status());
  }

  @Test
  void theJwksAnswersAtBothPlaces() throws Exception {
    JsonObject below = auth.get("/.well-known/jwks.json", null).json();
    assertEquals("ES256", below.getJsonArray("keys").getJsonObject(0).getString("alg"));
    assertFalse(below.getJsonArray("keys").getJsonObject(0).containsKey("d"));
  }

  private static List<String> found(Reply as, String query) {
    Reply reply = auth.get("/users?q=" + query, as.accessToken());
    assertEquals(200, reply.status(), reply.raw().body());
    return reply.json().getJsonArray("users").stream()
        .map(u -> ((JsonObject) u).getString("username"))
        .sorted()
        .toList();
  }

  static JsonObject claims(String token) {
    return new JsonObject(
        new String(
            java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]),
            java.nio.charset.StandardCharsets.UTF_8));
  }
}
