package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** A server that admits guests, creates no accounts, and is served by https only. */
class OpenHouseTest {
  @Test
  void guestsComeInAndStayLimited() {
    try (var auth = RunningAuth.start("TERTULIA_GUESTS", "true")) {
      var body = new JsonObject().put("displayName", "Zoë the guest");

      Reply guest = auth.post("/auth/guest", null, body);

      assertEquals(201, guest.status());
      JsonObject user = guest.json().getJsonObject("user");
      assertEquals("guest", user.getString("role"));
      assertEquals("Zoë the guest", user.getString("name"));
      assertFalse(user.containsKey("username"));
      assertEquals("guest", IdentityOverRestTest.claims(guest.accessToken()).getString("role"));
      assertEquals(200, auth.refresh(guest.refreshToken()).status());
      var change =
          new JsonObject().put("oldPassword", "x").put("newPassword", RunningAuth.PASSWORD);
      Reply refused = auth.post("/auth/password", guest.accessToken(), change);
      assertEquals(403, refused.status());
      Reply member = auth.register("member");
      assertEquals("admin", member.json().getJsonObject("user").getString("role"));
      assertEquals(
          1,
          auth.get("/users", member.accessToken()).json().getJsonArray("users").size(),
          "guests are not listed");
      assertEquals(200, auth.get("/users/" + guest.userId(), member.accessToken()).status());
      Reply nameless = auth.post("/auth/guest", null, new JsonObject());
      assertEquals(400, nameless.status());
      assertEquals("displayName", nameless.field());
    }
  }

  @Test
  void registrationCanBeClosedAndCookiesKeptToHttps() {
    try (var auth =
        RunningAuth.start(
            "TERTULIA_REGISTRATION", "false",
            "TERTULIA_GUESTS", "true",
            "TERTULIA_SECURE_COOKIE", "true")) {
      assertEquals(403, auth.register("late").status());
      var body = new JsonObject().put("displayName", "Zed").put("cookie", true);
      assertTrue(
          auth.post("/auth/guest", null, body).cookie().endsWith("; SameSite=Strict; Secure"));
    }
  }
}
