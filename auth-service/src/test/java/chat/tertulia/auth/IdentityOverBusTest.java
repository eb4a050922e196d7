package chat.tertulia.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.auth.RunningAuth.Reply;
import chat.tertulia.auth.domain.Directory;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.token.TokenGate;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the other services ask and hear. */
class IdentityOverBusTest {
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
  void peopleAreLookedUp() {
    Reply ann = auth.register("ann");
    Reply bob = auth.register("bob");
    var ids = List.of(new UserId(ann.userId()), new UserId("u0nobody"), new UserId(bob.userId()));

    var people =
        Launcher.await(auth.bus().call(Switchboard.PEOPLE, new Accounts.Lookup(ids))).people();

    assertEquals(
        Set.of(
            new Person(new UserId(ann.userId()), "ann"),
            new Person(new UserId(bob.userId()), "bob")),
        people.stream().collect(Collectors.toSet()));
    var tooMany =
        new Accounts.Lookup(
            IntStream.rangeClosed(0, Directory.MAX_LOOKUP)
                .mapToObj(i -> new UserId("u" + i))
                .toList());
    assertThrows(Problem.class, () -> Launcher.await(auth.bus().call(Switchboard.PEOPLE, tooMany)));
    var asMany = new Accounts.Lookup(tooMany.ids().subList(1, tooMany.ids().size()));
    assertEquals(List.of(), Launcher.await(auth.bus().call(Switchboard.PEOPLE, asMany)).people());
    assertThrows(
        Problem.class,
        () -> Launcher.await(auth.bus().call(Switchboard.PEOPLE, new Accounts.Lookup(null))));
  }

  @Test
  void aReportOfUsesIsBounded() {
    var use = new Accounts.TokenUse(new SessionId("s1"), 1);
    var most = Collections.nCopies(Accounts.TokensUsed.MAX_USES, use);

    Launcher.await(auth.bus().call(Switchboard.TOKENS_USED, new Accounts.TokensUsed(most)));

    var tooMany = Collections.nCopies(Accounts.TokensUsed.MAX_USES + 1, use);
    assertThrows(Problem.class, () -> new Accounts.TokensUsed(tooMany));
  }

  @Test
  void aSocketFindsPeople() {
    Reply ann = auth.register("searcher");
    var caller =
        new Caller(
            new UserId(ann.userId()),
            new SessionId("s1"),
            "searcher",
            "user",
            Instant.now().plusSeconds(60));

    var found =
        Launcher.await(
            auth.bus()
                .call(
                    Switchboard.FIND_USERS,
                    caller,
                    Call.Origin.INTERNAL,
                    new Accounts.FindUsers("SEARCH", null, null)));

    assertEquals(
        List.of("searcher"), found.users().stream().map(Accounts.Profile::username).toList());
  }

  @Test
  void everyEndAndChangeIsTold() throws InterruptedException {
    BlockingQueue<Accounts.SessionEnded> ended = new LinkedBlockingQueue<>();
    BlockingQueue<Accounts.ProfileChanged> changed = new LinkedBlockingQueue<>();
    Launcher.await(auth.bus().subscribe(Switchboard.SESSION_ENDED, ended::add));
    Launcher.await(auth.bus().subscribe(Switchboard.PROFILE_CHANGED, changed::add));
    Reply here = auth.register("told");
    Reply other = auth.login("told", RunningAuth.PASSWORD);
    Reply third = auth.login("told", RunningAuth.PASSWORD);

    auth.send("PATCH", "/auth/me", here.accessToken(), "{\"displayName\":\"Told You\"}");
    auth.send("DELETE", "/auth/sessions/" + sid(third), here.accessToken(), null);
    var change =
        new JsonObject()
            .put("oldPassword", RunningAuth.PASSWORD)
            .put("newPassword", "another quiet one");
    auth.post("/auth/password", here.accessToken(), change);
    auth.send("POST", "/auth/logout", here.accessToken(), null);

    assertEquals(
        new Accounts.ProfileChanged(new UserId(here.userId()), "Told You"),
        changed.poll(5, TimeUnit.SECONDS));
    for (Reply each : List.of(third, other, here)) {
      assertEquals(
          new Accounts.SessionEnded(new SessionId(sid(each)), new UserId(here.userId())),
          ended.poll(5, TimeUnit.SECONDS));
    }
    var asked =
        Launcher.await(auth.bus().call(Switchboard.ENDED_SESSIONS, new Accounts.EndedSince(null)));
    assertTrue(asked.sessions().stream().anyMatch(e -> e.session().value().equals(sid(here))));
  }

  @Test
  void aGateOfAnotherServiceKnowsOurTokensAndReportsTheirUse() throws InterruptedException {
    Reply ann = auth.register("gated");
    Reply next = auth.refresh(ann.refreshToken());
    var gate = TokenGate.overBus(auth.node().vertx(), auth.bus());
    Launcher.await(gate.open());

    Caller caller = Launcher.await(gate.verify(next.accessToken()));

    assertEquals(ann.userId(), caller.user().value());
    assertEquals("gated", caller.name());
    waitFor(() -> auth.refresh(ann.refreshToken()).status() == 401, "the use was not reported");
    waitFor(() -> isRefused(gate, next.accessToken()), "the end was not told");
    assertTrue(
        !Launcher.await(auth.bus().call(Switchboard.KEYS, Nothing.NOTHING)).keys().isEmpty());
  }

  private static boolean isRefused(TokenGate gate, String token) {
    return Launcher.await(
        gate.verify(token)
            .transform(
                (caller, failed) ->
                    Future.succeededFuture(
                        failed instanceof Problem problem
                            && problem.code() == ErrorCode.SESSION_ENDED)));
  }

  private static void waitFor(BooleanSupplier condition, String otherwise)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, otherwise);
      Thread.sleep(20);
    }
  }

  private static String sid(Reply reply) {
    return IdentityOverRestTest.claims(reply.accessToken()).getString("sid");
  }
}
