package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators do, and that nobody else does. */
class AdministrationTest {
  private static RunningAuth auth;
  private static Reply founder;

  @BeforeAll
  static void start() {
    auth = RunningAuth.start();
    founder = auth.register("founder");
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static Reply admin(String method, String path, JsonObject body) {
    return auth.send(
        method, "/admin" + path, founder.accessToken(), body == null ? null : body.encode());
  }

  private static Reply suspend(Reply who, String reason) {
    return admin(
        "PUT", "/users/" + who.userId() + "/suspension", new JsonObject().put("reason", reason));
  }

  private static List<String> acts(String target) {
    var entries = admin("GET", "/audit?target=" + target, null).json().getJsonArray("entries");
    return entries.stream().map(e -> ((JsonObject) e).getString("act")).toList();
  }

  @Test
  void aSuspendedAccountIsSignedOutAndStaysOutUntilItIsRestored() {
    Reply ann = auth.register("ann");
    Reply done = suspend(ann, "<b>spam</b>");

    assertEquals(200, done.status());
    assertEquals("<b>spam</b>", done.json().getString("suspendedWhy"));
    assertEquals(0, done.json().getLong("sessions"));
    assertEquals("session_ended", auth.get("/auth/me", ann.accessToken()).code());
    assertEquals("session_ended", auth.refresh(ann.refreshToken()).code());
    assertEquals(403, auth.login("ann", RunningAuth.PASSWORD).status());
    assertEquals(401, auth.login("ann", "a wrong one 123").status());

    String path = "/users/" + ann.userId() + "/suspension";
    assertFalse(admin("DELETE", path, null).json().containsKey("suspendedAt"));
    assertEquals(200, auth.login("ann", RunningAuth.PASSWORD).status());
    assertEquals(List.of("restore", "suspend"), acts(ann.userId()));
  }

  @Test
  void anAdministratorIsMadeByGrantAndIsOneNoMoreAtOnce() {
    Reply bob = auth.register("bob");
    String path = "/users/" + bob.userId() + "/role";
    admin("PUT", path, new JsonObject().put("role", "admin"));

    // The token is from before; what counts is the account.
    assertEquals(200, auth.get("/admin/numbers", bob.accessToken()).status());
    admin("PUT", path, new JsonObject().put("role", "user"));
    assertEquals("session_ended", auth.get("/admin/numbers", bob.accessToken()).code());
    String again = auth.login("bob", RunningAuth.PASSWORD).accessToken();
    assertEquals("access_denied", auth.get("/admin/numbers", again).code());
  }

  @Test
  void theLastAdministratorStaysOne() {
    String path = "/users/" + founder.userId();

    assertEquals("conflict", suspend(founder, "x").code());
    var role = new JsonObject().put("role", "user");
    assertEquals("conflict", admin("PUT", path + "/role", role).code());
    assertEquals(200, admin("GET", "/numbers", null).status());
    assertEquals(List.of(), acts(founder.userId()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /users",
        "GET /numbers",
        "GET /audit",
        "GET /users/ID/sessions",
        "DELETE /users/ID/sessions",
        "PUT /users/ID/suspension",
        "DELETE /users/ID/suspension",
        "PUT /users/ID/role"
      })
  void nobodyElseMay(String operation) {
    Reply eve = auth.register("eve" + System.nanoTime());
    String[] words = operation.split(" ", -1);
    String path = "/admin" + words[1].replace("ID", founder.userId());
    String body = words[0].equals("PUT") ? "{\"role\":\"admin\"}" : null;

    Reply reply = auth.send(words[0], path, eve.accessToken(), body);

    assertEquals("access_denied", reply.code(), operation);
    assertEquals(List.of(), acts(founder.userId()));
    assertEquals(401, auth.send(words[0], path, null, body).status());
  }

  @Test
  void accountsComePageByPage() {
    for (int i = 0; i < 4; i++) {
      auth.register("paged" + i);
    }
    var first = admin("GET", "/users?q=paged&limit=3", null).json();
    var rest = admin("GET", "/users?q=paged&limit=3&cursor=" + first.getString("next"), null);

    assertEquals(3, first.getJsonArray("users").size());
    assertEquals(1, rest.json().getJsonArray("users").size());
    assertFalse(rest.json().containsKey("next"));
    assertEquals("cursor", admin("GET", "/users?cursor=bm90aGluZw", null).field());
    assertEquals("cursor", admin("GET", "/audit?cursor=bm90aGluZw", null).field());
  }

  @Test
  void anAccountIsSignedOutEverywhere() {
    Reply cid = auth.register("cid");
    String path = "/users/" + cid.userId() + "/sessions";
    assertEquals(1, admin("GET", path, null).json().getJsonArray("sessions").size());

    assertEquals(204, admin("DELETE", path, null).status());

    assertEquals("session_ended", auth.get("/auth/me", cid.accessToken()).code());
    assertEquals(404, admin("GET", "/users/unobody/sessions", null).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"update auth.audit set act = 'x'", "delete from auth.audit"})
  void theAuditIsOnlyEverAddedTo(String sql) throws Exception {
    for (String role : List.of("tertulia_auth", "tertulia_rooms")) {
      try (var c = auth.database().connect();
          var statement = c.createStatement()) {
        statement.execute("set role " + role);
        var refused = assertThrows(SQLException.class, () -> statement.execute(sql));
        assertEquals("42501", refused.getSQLState());
      }
    }
  }

  @Test
  void theAuditIsPagedNewestFirst() {
    Reply dan = auth.register("dan");
    for (int i = 0; i < 3; i++) {
      suspend(dan, "reason " + i);
    }
    String all = "/audit?act=suspend&actor=" + founder.userId() + "&target=" + dan.userId();
    var first = admin("GET", all + "&limit=2", null).json();
    var rest = admin("GET", all + "&limit=2&cursor=" + first.getString("next"), null).json();

    var newest = first.getJsonArray("entries").getJsonObject(0);
    assertEquals("reason 2", newest.getJsonObject("detail").getString("reason"));
    assertEquals(1, rest.getJsonArray("entries").size());
    assertTrue(newest.getLong("id") > rest.getJsonArray("entries").getJsonObject(0).getLong("id"));
  }
}
