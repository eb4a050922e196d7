package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import chat.tertulia.auth.RunningAuth.Reply;
import chat.tertulia.shared.contract.People;
import chat.tertulia.shared.contract.PeopleSwitchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people settle about themselves. */
class SettingsTest {
  private static RunningAuth auth;

  @BeforeAll
  static void start() {
    auth = RunningAuth.start();
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static Reply change(String token, JsonObject body) {
    return auth.send("PATCH", "/me/settings", token, body.encode());
  }

  @Test
  void settingsStartOpenAndStayAsTheyWereSet() {
    String ann = auth.register("ann").accessToken();
    JsonObject first = auth.get("/me/settings", ann).json();
    assertEquals("auto", first.getString("presence"));
    assertEquals(true, first.getBoolean("showLastSeen"));
    assertEquals(true, first.getBoolean("showReads"));
    assertNull(first.getString("statusText"));

    change(ann, new JsonObject().put("presence", "dnd").put("showReads", false));
    JsonObject body = new JsonObject().put("statusText", "<i>away</i>").put("statusFor", 60);
    JsonObject last = change(ann, body).json();

    assertEquals("dnd", last.getString("presence"));
    assertEquals(false, last.getBoolean("showReads"));
    assertEquals("<i>away</i>", last.getString("statusText"));
    assertNotNull(last.getString("statusUntil"));
    assertEquals(last, auth.get("/me/settings", ann).json());
    assertFalse(
        change(ann, new JsonObject().put("statusText", "")).json().containsKey("statusText"));
  }

  @Test
  void aStatusEndsByItself() throws Exception {
    Reply bob = auth.register("bob");
    change(bob.accessToken(), new JsonObject().put("statusText", "lunch").put("statusFor", 600));
    try (var c = auth.database().connect();
        var statement = c.createStatement()) {
      statement.execute("update auth.users set status_until = now() - interval '1 second'");
    }

    assertNull(auth.get("/me/settings", bob.accessToken()).json().getString("statusText"));
    var asked = new People.SettingsOf(List.of(new UserId(bob.userId()), UserId.random()));
    var settled = Launcher.await(auth.bus().call(PeopleSwitchboard.SETTINGS_OF, asked)).people();
    assertEquals(1, settled.size());
    assertNull(settled.getFirst().settings().statusText());
  }

  @ParameterizedTest
  @CsvSource({
    "presence, '{\"presence\":\"asleep\"}'",
    "statusFor, '{\"statusText\":\"x\",\"statusFor\":0}'",
    "statusText, '{\"statusFor\":5}'",
    "showReads, '{\"showReads\":\"maybe\"}'"
  })
  void whatIsWrongIsNamed(String field, String body) {
    String token = auth.register("p" + System.nanoTime()).accessToken();
    Reply reply = auth.send("PATCH", "/me/settings", token, body);

    assertEquals(400, reply.status());
    assertEquals(field, reply.field());
    assertEquals("auto", auth.get("/me/settings", token).json().getString("presence"));
  }

  @Test
  void aLongStatusIsRefused() {
    String token = auth.register("long").accessToken();
    var body = new JsonObject().put("statusText", "x".repeat(People.MAX_STATUS_CHARS + 1));

    assertEquals("statusText", change(token, body).field());
  }
}
