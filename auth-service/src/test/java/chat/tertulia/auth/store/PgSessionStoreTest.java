package chat.tertulia.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.domain.Account;
import chat.tertulia.auth.domain.AccountStore.Newcomer;
import chat.tertulia.auth.domain.Exchange;
import chat.tertulia.auth.domain.NewSession;
import chat.tertulia.auth.domain.RefreshToken;
import chat.tertulia.auth.domain.SessionStore;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import chat.tertulia.shared.sql.Migrations;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgSessionStoreTest {
  private static final String HASH = "$argon2id$not-a-real-one";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static Vertx vertx;
  private static TestDatabase test;
  private static Database database;
  private static PgAccountStore accounts;
  private static SessionStore sessions;

  @BeforeAll
  static void open() {
    test = LocalPostgres.shared().newDatabase();
    Migrations.run(test.settings(), "auth");
    vertx = Vertx.vertx();
    database = Database.open(vertx, test.settings(), "tertulia_auth");
    accounts = new PgAccountStore(database);
    sessions = new PgSessionStore(database, Duration.ofDays(30), Duration.ofMinutes(15));
  }

  @AfterAll
  static void close() {
    Launcher.await(database.close());
    Launcher.await(vertx.close());
  }

  @Test
  void endsThatCommitLateAreNotMissed() throws SQLException {
    var slow = opened(somebody());
    var quick = opened(somebody());
    Accounts.Ended before = Launcher.await(sessions.endedSince(null));
    try (Connection late = test.connect()) {
      late.setAutoCommit(false);
      end(late, slow);
      // Another one starts later and commits first.
      try (Connection early = test.connect()) {
        end(early, quick);
      }
      Accounts.Ended during = Launcher.await(sessions.endedSince(before.cursor()));
      assertTrue(ids(during).contains(quick.value()));
      assertFalse(ids(during).contains(slow.value()));
      late.commit();

      Accounts.Ended after = Launcher.await(sessions.endedSince(during.cursor()));

      assertTrue(ids(after).contains(slow.value()));
      Accounts.Ended later = Launcher.await(sessions.endedSince(after.cursor()));
      assertFalse(ids(later).contains(slow.value()));
    }
  }

  @Test
  void aFirstQuestionIsAnsweredForTheLifeOfAToken() throws SQLException {
    var old = opened(somebody());
    var recent = opened(somebody());
    try (Connection connection = test.connect()) {
      end(connection, old);
      end(connection, recent);
      connection
          .createStatement()
          .execute(
              "update auth.sessions set ended_at = now() - interval '21 minutes' where id = '"
                  + old
                  + "'");
    }

    Set<String> listed = ids(Launcher.await(sessions.endedSince(null)));

    assertTrue(listed.contains(recent.value()));
    assertFalse(listed.contains(old.value()));
  }

  @Test
  void aCursorOfAnotherServerStartsAfresh() {
    var session = opened(somebody());
    Launcher.await(sessions.end(userOf(session), session));

    assertTrue(
        ids(Launcher.await(sessions.endedSince("9000000000000000000"))).contains(session.value()));
    for (String bad : List.of("x", "-1", "1' or true", "99999999999999999999")) {
      assertThrows(Problem.class, () -> Launcher.await(sessions.endedSince(bad)), bad);
    }
  }

  @Test
  void aSignInWithAPasswordChangedMeanwhileOpensNothing() {
    Account account = somebody();
    SessionId keep = opened(account);
    var changed =
        Launcher.await(accounts.changePassword(account.id(), keep, HASH, "$argon2id$new"));
    assertTrue(changed.isPresent());

    var opened = Launcher.await(sessions.open(account.id(), HASH, session()));

    assertTrue(opened.isEmpty());
    assertTrue(
        Launcher.await(accounts.changePassword(account.id(), keep, HASH, "$argon2id$x")).isEmpty());
  }

  @Test
  void anAccountHasABoundedNumberOfSessions() {
    Account account = somebody();
    SessionId first = opened(account);
    var ended = new HashSet<String>();
    for (int i = 0; i < SessionStore.MAX_LIVE + 5; i++) {
      Launcher.await(sessions.open(account.id(), HASH, session()))
          .orElseThrow()
          .forEach(e -> ended.add(e.session().value()));
    }

    assertEquals(SessionStore.MAX_LIVE, Launcher.await(sessions.live(account.id(), first)).size());
    // One came with the account itself.
    assertEquals(7, ended.size());
    assertTrue(ended.contains(first.value()));
  }

  @Test
  void aSessionRemembersABoundedNumberOfRefreshTokens() throws SQLException {
    var session = session();
    Account account = somebody();
    assertTrue(Launcher.await(sessions.open(account.id(), HASH, session)).isPresent());
    RefreshToken first = session.token();
    RefreshToken token = first;
    for (int generation = 1; generation <= SessionStore.MAX_GENERATIONS; generation++) {
      var exchanged = Launcher.await(sessions.exchange(token, "test", "127.0.0.1")).orElseThrow();
      assertEquals(Exchange.ROTATE, exchanged.verdict());
      Launcher.await(
          sessions.noteUse(List.of(new Accounts.TokenUse(session.id(), generation + 1))));
      token = exchanged.next();
    }

    String remembered = "select count(*) from auth.refresh_tokens where session_id = '";
    assertEquals(SessionStore.MAX_GENERATIONS, count(remembered + session.id() + "'"));
    assertTrue(Launcher.await(sessions.exchange(first, "test", "127.0.0.1")).isEmpty());
  }

  @Test
  void endedSessionsAreListedPageByPage() throws SQLException {
    Account account = somebody();
    int many = SessionStore.MAX_ENDED_LISTED + 500;
    try (Connection connection = test.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "do $$ begin for batch in 0.."
              + (many / 500 - 1)
              + " loop insert into auth.sessions (id, user_id, chain_key, agent, address,"
              + " ended_at, ended_tx) select 'many-' || batch || '-' || i, '"
              + account.id()
              + "', '', '', '', now(), pg_current_xact_id() from generate_series(1, 500) i; commit;"
              + " end loop; end $$");
    }

    Accounts.Ended first = Launcher.await(sessions.endedSince(null));
    assertEquals(SessionStore.MAX_ENDED_LISTED, first.sessions().size());
    Accounts.Ended second = Launcher.await(sessions.endedSince(first.cursor()));

    Set<String> listed = ids(first);
    listed.addAll(ids(second));
    assertEquals(many, listed.stream().filter(id -> id.startsWith("many-")).count());
  }

  @Test
  void whatNobodyUsesEndsAndWhatEndedIsForgotten() throws SQLException {
    SessionId unused = opened(somebody());
    SessionId gone = opened(somebody());
    SessionId used = opened(somebody());
    try (Connection connection = test.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "update auth.sessions set used_at = now() - interval '31 days' where id = '"
              + unused
              + "'");
      end(connection, gone);
      statement.execute(
          "update auth.sessions set ended_at = now() - interval '3 days' where id = '"
              + gone
              + "'");
    }

    var ended = Launcher.await(sessions.sweep()).stream().map(e -> e.session().value()).toList();

    assertEquals(List.of(unused.value()), ended);
    assertEquals(0, count("select count(*) from auth.sessions where id = '" + gone + "'"));
    assertEquals(
        0, count("select count(*) from auth.refresh_tokens where session_id = '" + gone + "'"));
    assertEquals(
        1,
        count("select count(*) from auth.sessions where ended_at is null and id = '" + used + "'"));
  }

  private static Account somebody() {
    String name = "user" + NUMBER.incrementAndGet();
    return Launcher.await(
        accounts.register(new Newcomer(UserId.random(), name, name, HASH), session()));
  }

  private static NewSession session() {
    return NewSession.from(new Call.Origin("127.0.0.1", "test", null, ""));
  }

  private static SessionId opened(Account account) {
    var session = session();
    assertTrue(Launcher.await(sessions.open(account.id(), HASH, session)).isPresent());
    return session.id();
  }

  private static UserId userOf(SessionId session) {
    try (Connection connection = test.connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("select user_id from auth.sessions where id = '" + session + "'")) {
      rows.next();
      return new UserId(rows.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void end(Connection connection, SessionId session) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "update auth.sessions set ended_at = now(), ended_tx = pg_current_xact_id() where id = '"
              + session
              + "'");
    }
  }

  private static long count(String sql) throws SQLException {
    try (Connection connection = test.connect();
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Set<String> ids(Accounts.Ended ended) {
    var ids = new HashSet<String>();
    ended.sessions().forEach(e -> ids.add(e.session().value()));
    return ids;
  }
}
