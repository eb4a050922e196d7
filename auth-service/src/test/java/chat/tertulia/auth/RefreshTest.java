package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Refresh tokens: rotation, lost replies, races, replays, and the cookie that carries them. */
class RefreshTest {
  private static RunningAuth auth;

  @BeforeAll
  static void start() {
    auth = RunningAuth.start();
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  @Test
  void eachExchangeGivesAnotherToken() {
    Reply first = auth.register("rotate");
    Reply second = auth.refresh(first.refreshToken());
    Reply third = auth.refresh(second.refreshToken());

    assertEquals(200, third.status());
    assertNotEquals(first.refreshToken(), second.refreshToken());
    assertNotEquals(second.refreshToken(), third.refreshToken());
    assertEquals(first.json().getJsonObject("user"), third.json().getJsonObject("user"));
    assertEquals(session(first), session(third));
    assertEquals(200, auth.get("/auth/me", third.accessToken()).status());
  }

  @Test
  void aLostReplySignsNobodyOut() {
    Reply start = auth.register("lost-reply");

    auth.refresh(start.refreshToken());
    auth.refresh(start.refreshToken());
    Reply arrived = auth.refresh(start.refreshToken());

    assertEquals(200, arrived.status());
    assertEquals(200, auth.refresh(arrived.refreshToken()).status());
  }

  @Test
  void theOldTokenIsSpentOnceTheNewAccessTokenIsUsed() {
    Reply start = auth.register("spent");
    Reply next = auth.refresh(start.refreshToken());
    assertEquals(200, auth.get("/auth/me", next.accessToken()).status());

    Reply replayed = auth.refresh(start.refreshToken());

    assertEquals(401, replayed.status());
    assertEquals("session_ended", replayed.code());
    assertEquals(401, auth.refresh(next.refreshToken()).status());
    assertEquals(401, auth.get("/auth/me", next.accessToken()).status());
  }

  @Test
  void aUseThatAnotherServiceReportsCountsToo() {
    Reply start = auth.register("reported");
    Reply next = auth.refresh(start.refreshToken());
    var use = new Accounts.TokenUse(new SessionId(session(next)), 2);
    Launcher.await(auth.bus().call(Switchboard.TOKENS_USED, new Accounts.TokensUsed(List.of(use))));

    assertEquals(401, auth.refresh(start.refreshToken()).status());
  }

  @Test
  void aReportOfAGenerationThatIsNotThereChangesNothing() {
    Reply start = auth.register("false-report");
    var use = new Accounts.TokenUse(new SessionId(session(start)), 7);
    Launcher.await(auth.bus().call(Switchboard.TOKENS_USED, new Accounts.TokensUsed(List.of(use))));

    assertEquals(200, auth.refresh(start.refreshToken()).status());
    assertEquals(200, auth.refresh(start.refreshToken()).status());
  }

  @Test
  void aReplayEndsTheSessionAndTellsEverybody() throws InterruptedException {
    Reply start = auth.register("replayed");
    Reply other = auth.login("replayed", RunningAuth.PASSWORD);
    BlockingQueue<Accounts.SessionEnded> told = new LinkedBlockingQueue<>();
    Launcher.await(auth.bus().subscribe(Switchboard.SESSION_ENDED, told::add));
    Reply second = auth.refresh(start.refreshToken());
    Reply third = auth.refresh(second.refreshToken());

    Reply replay = auth.refresh(start.refreshToken());

    assertEquals(401, replay.status());
    assertEquals(401, auth.refresh(third.refreshToken()).status());
    assertEquals(401, auth.get("/auth/me", third.accessToken()).status());
    assertEquals(200, auth.get("/auth/me", other.accessToken()).status());
    var ended = told.poll(5, TimeUnit.SECONDS);
    assertEquals(session(start), ended.session().value());
    assertEquals(start.userId(), ended.user().value());
  }

  @Test
  void exchangesAtOnceSignNobodyOut() {
    Reply start = auth.register("two-tabs");
    String body = new JsonObject().put("refreshToken", start.refreshToken()).encode();

    var replies =
        IntStream.range(0, 12)
            .mapToObj(i -> auth.sendAsync("POST", "/auth/refresh", null, body))
            .toList()
            .stream()
            .map(java.util.concurrent.CompletableFuture::join)
            .toList();

    assertEquals(List.of(200), replies.stream().map(Reply::status).distinct().toList());
    assertEquals(1, replies.stream().map(Reply::refreshToken).distinct().count());
    for (Reply each : replies) {
      assertEquals(200, auth.get("/auth/me", each.accessToken()).status());
    }
    assertEquals(200, auth.refresh(replies.getFirst().refreshToken()).status());
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (String bad : List.of("", "x", "A".repeat(43), "A".repeat(5_000), "' or 1=1 --")) {
      Reply reply = auth.refresh(bad);

      assertEquals(401, reply.status(), bad);
      assertEquals("unauthenticated", reply.code());
    }
    Reply missing = auth.send("POST", "/auth/refresh", null, "{}");
    assertEquals(400, missing.status());
    assertEquals("refreshToken", missing.field());
    Reply number = auth.send("POST", "/auth/refresh", null, "{\"refreshToken\":5}");
    assertEquals(400, number.status());
    assertEquals("refreshToken", number.field());
  }

  @Test
  void anUnusedSessionEnds() throws SQLException {
    Reply start = auth.register("sleeper");
    run(
        "update auth.sessions set used_at = now() - interval '31 days' where id = '"
            + session(start)
            + "'");

    assertEquals("session_ended", auth.refresh(start.refreshToken()).code());
  }

  @Test
  void onlyHashesAreStored() throws SQLException {
    Reply start = auth.register("hashed");

    assertEquals(
        0,
        count(
            "select count(*) from auth.refresh_tokens t where encode(hash, 'escape') like '%"
                + start.refreshToken()
                + "%'"));
    assertEquals(
        1,
        count(
            "select count(*) from auth.refresh_tokens where hash = sha256('"
                + start.refreshToken()
                + "')"));
  }

  @Test
  void oldGenerationsAreForgottenButNeverGood() throws SQLException {
    Reply start = auth.register("old-timer");
    run("update auth.sessions set generation = 500 where id = '" + session(start) + "'");
    run(
        "update auth.refresh_tokens set generation = 500 where session_id = '"
            + session(start)
            + "'");
    run(
        "insert into auth.refresh_tokens (hash, session_id, generation) values (sha256('x'), '"
            + session(start)
            + "', 300)");

    assertEquals(200, auth.refresh(start.refreshToken()).status());

    assertEquals(
        2,
        count(
            "select count(*) from auth.refresh_tokens where session_id = '"
                + session(start)
                + "'"));
  }

  @Test
  void aPageGetsItsTokenInACookieOnly() {
    var body = RunningAuth.credentials("page", RunningAuth.PASSWORD).put("cookie", true);

    Reply registered = auth.post("/auth/register", null, body);

    assertEquals(201, registered.status());
    assertNull(registered.refreshToken());
    String cookie = registered.cookie();
    assertTrue(
        cookie.matches(
            "tertulia_refresh=[A-Za-z0-9_-]{43}; Max-Age=2592000; Path=/api/v1/auth; HttpOnly;"
                + " SameSite=Strict"),
        cookie);
    String pair = cookie.substring(0, cookie.indexOf(';'));
    Reply refreshed = withCookie("other=1; " + pair + "; last=2", "{\"cookie\":true}");
    assertEquals(200, refreshed.status());
    assertNull(refreshed.refreshToken());
    assertNotEquals(cookie, refreshed.cookie());
    Reply bodiless = withCookie(pair, null);
    assertEquals(200, bodiless.status());
    assertEquals(refreshed.cookie(), bodiless.cookie());
    Reply out = auth.send("POST", "/auth/logout", refreshed.accessToken(), null);
    assertEquals(204, out.status());
    assertTrue(out.cookie().startsWith("tertulia_refresh=; Max-Age=0; Path=/api/v1/auth"));
    assertEquals(401, withCookie(pair, "{\"cookie\":true}").status());
  }

  @Test
  void plantedAndBrokenCookiesAreNotBelieved() {
    Reply start = auth.register("planted");
    Reply mine = auth.login("planted", RunningAuth.PASSWORD);
    String one = "tertulia_refresh=" + start.refreshToken();
    String two = "tertulia_refresh=" + mine.refreshToken();

    assertEquals(401, withCookie(one + "; " + two, "{\"cookie\":true}").status());
    assertEquals(
        401, withCookie("xtertulia_refresh=" + start.refreshToken(), "{\"cookie\":true}").status());
    assertEquals(
        401,
        withCookie("tertulia_refresh=\"" + start.refreshToken() + "\"", "{\"cookie\":true}")
            .status());
    assertEquals(401, withCookie("tertulia_refresh=; Path=/", "{\"cookie\":true}").status());
    assertEquals(401, withCookie("tertulia_refresh", "{\"cookie\":true}").status());
    assertEquals(400, withCookie("a=b", "{}").status());
    assertEquals(200, withCookie(one + "; " + one, "{\"cookie\":true}").status());
  }

  private static Reply withCookie(String cookie, String body) {
    return auth.send("POST", "/auth/refresh", null, body, "Cookie", cookie);
  }

  private static String session(Reply reply) {
    return IdentityOverRestTest.claims(reply.accessToken()).getString("sid");
  }

  private static void run(String sql) throws SQLException {
    try (var connection = auth.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(String sql) throws SQLException {
    try (var connection = auth.database().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
