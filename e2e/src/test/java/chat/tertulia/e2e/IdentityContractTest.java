package chat.tertulia.e2e;

import static chat.tertulia.e2e.Script.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Accounts, sessions and the directory of people, as the contract promises them. */
@ExtendWith(LogOnFailure.class)
class IdentityContractTest {
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void registersSignsInAndRefreshes(Door door) {
    var script = new Script(door);
    String username = "rosa-" + OpaqueId.random('x').substring(1, 9);
    script.golden().name(username, "rosa");
    ObjectNode account =
        with()
            .put("username", username)
            .put("password", "a long enough secret")
            .put("displayName", "Rosa");

    JsonNode registered = script.plays(Row.REGISTER, null, account);
    script.refused(Row.REGISTER, null, account, 409, "username_taken");
    JsonNode signedIn = script.plays(Row.LOGIN, null, account.deepCopy().without("displayName"));
    JsonNode refreshed =
        script.plays(
            Row.REFRESH, null, with().put("refreshToken", signedIn.path("refreshToken").asText()));

    assertEquals(registered.path("user"), signedIn.path("user"));
    assertNotEquals(signedIn.path("refreshToken"), refreshed.path("refreshToken"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void wrongPasswordAndUnknownUserAreAnsweredTheSame(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    ObjectNode wrong = with().put("username", ann.username()).put("password", "not the password");
    ObjectNode unknown = wrong.deepCopy().put("username", "nobody-" + ann.username());

    Door.Reply first = script.refused(Row.LOGIN, null, wrong, 401, "wrong_credentials");
    Door.Reply second = script.refused(Row.LOGIN, null, unknown, 401, "wrong_credentials");

    assertEquals(Problems.shown(first.body()), Problems.shown(second.body()));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void usedRefreshTokenEndsItsFamily(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    String stolen = ann.refreshToken();
    ann.refreshes();
    script.asks(Row.ME, ann, with());

    script.refused(Row.REFRESH, null, with().put("refreshToken", stolen), 401, "session_ended");

    script.refused(
        Row.REFRESH, null, with().put("refreshToken", ann.refreshToken()), 401, "session_ended");
    endsWithin(script, ann);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void ownProfileIsReadAndChanged(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");

    script.plays(Row.ME, ann, with());
    script.plays(Row.CHANGE_ME, ann, with().put("displayName", "Ann Lee"));

    assertEquals("Ann Lee", script.asks(Row.ME, ann, with()).path("name").asText());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void newPasswordEndsTheOtherSessions(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    try (SocketClient otherDevice = ann.connects()) {
      ann.signsIn();

      script.plays(
          Row.CHANGE_PASSWORD,
          ann,
          with().put("oldPassword", ann.password()).put("newPassword", "another good long secret"));

      assertEquals(4003, otherDevice.awaitClose());
      assertEquals(1, script.asks(Row.SESSIONS, ann, with()).path("sessions").size());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void devicesAreListedAndSignedOut(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    try (SocketClient otherDevice = ann.connects()) {
      ann.signsIn();

      JsonNode sessions = script.plays(Row.SESSIONS, ann, with()).path("sessions");
      JsonNode other =
          sessions.path(0).path("current").asBoolean() ? sessions.path(1) : sessions.path(0);
      script.plays(Row.END_SESSION, ann, with().put("id", other.path("id").asText()));

      assertEquals(2, sessions.size());
      assertEquals(4003, otherDevice.awaitClose());
      assertEquals(1, script.asks(Row.SESSIONS, ann, with()).path("sessions").size());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void signingOutEndsTokensAndSockets(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    try (SocketClient socket = ann.connects()) {
      script.plays(Row.LOGOUT, ann, with());

      assertEquals(4003, socket.awaitClose());
      endsWithin(script, ann);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BUS")
  void guestsComeInWhereTheyMay(Door door) {
    var script = new Script(door);

    JsonNode guest = script.plays(Row.GUEST, null, with().put("displayName", "Visitor"));

    assertEquals("guest", guest.path("user").path("role").asText());
  }

  @ParameterizedTest
  @EnumSource
  void peopleAreFoundAndShown(Door door) {
    var script = new Script(door);
    Actor ann = script.person("ann");
    Actor bob = script.person("bob");

    JsonNode found =
        script.plays(Row.FIND_USERS, ann, with().put("q", bob.username())).path("users");
    script.plays(Row.GET_USER, ann, with().put("id", bob.id()));
    script.refused(Row.GET_USER, ann, with().put("id", "u-nobody"), 404, "not_found");

    assertEquals(1, found.size());
    assertFalse(found.path(0).has("role"));
  }

  /** Other services learn of it a moment later. */
  private static void endsWithin(Script script, Actor ann) {
    SocketClient.awaitTrue(
        "the access token is refused", () -> ann.rest("GET", "/rooms", null).status() == 401);
    script.refused(Row.ME, ann, with(), 401, "session_ended");
  }
}
