package chat.tertulia.auth.api;

import chat.tertulia.auth.domain.Account;
import chat.tertulia.auth.domain.Directory;
import chat.tertulia.auth.domain.Profiles;
import chat.tertulia.auth.domain.SessionStore;
import chat.tertulia.auth.domain.Sessions;
import chat.tertulia.auth.domain.SignedIn;
import chat.tertulia.auth.domain.SigningIn;
import chat.tertulia.auth.key.SigningKeys;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.ServiceOperations;
import io.vertx.core.Future;
import java.util.function.Function;

/** Every operation of auth-service, translated. */
public final class IdentityOperations {
  private final SigningIn signingIn;
  private final Sessions sessions;
  private final Profiles profiles;
  private final Directory directory;
  private final SessionStore store;
  private final SigningKeys keys;
  private final RefreshCookie cookie;

  public IdentityOperations(
      SigningIn signingIn,
      Sessions sessions,
      Profiles profiles,
      Directory directory,
      SessionStore store,
      SigningKeys keys,
      RefreshCookie cookie) {
    this.signingIn = signingIn;
    this.sessions = sessions;
    this.profiles = profiles;
    this.directory = directory;
    this.store = store;
    this.keys = keys;
    this.cookie = cookie;
  }

  /** Binds them all to REST and bus. */
  public void bind(ServiceOperations operations) {
    operations
        .on(Switchboard.REGISTER, this::register)
        .on(Switchboard.LOGIN, this::login)
        .on(Switchboard.GUEST, this::guest)
        .on(Switchboard.REFRESH, this::refresh)
        .on(Switchboard.LOGOUT, this::logout)
        .on(Switchboard.ME, call -> profiles.me(call.caller()).map(Account::own).map(Answer::of))
        .on(Switchboard.CHANGE_ME, this::changeMe)
        .on(Switchboard.CHANGE_PASSWORD, this::changePassword)
        .on(Switchboard.SESSIONS, call -> sessions.devices(call.caller()).map(Answer::of))
        .on(Switchboard.END_SESSION, this::endSession)
        .on(Switchboard.FIND_USERS, call -> directory.search(call.body()).map(Answer::of))
        .on(Switchboard.GET_USER, this::getUser)
        .on(Switchboard.KEYS, call -> keys.published().map(Answer::of))
        .on(Switchboard.PEOPLE, call -> directory.people(call.body().ids()).map(Answer::of))
        .on(Switchboard.ENDED_SESSIONS, this::endedSessions)
        .on(Switchboard.TOKENS_USED, this::tokensUsed);
  }

  private Future<Answer<Accounts.SignedIn>> register(Call<Accounts.Register> call) {
    return signingIn.register(call.body(), call.origin()).map(with(call.body().cookie()));
  }

  private Future<Answer<Accounts.SignedIn>> login(Call<Accounts.Login> call) {
    return signingIn.login(call.body(), call.origin()).map(with(call.body().cookie()));
  }

  private Future<Answer<Accounts.SignedIn>> guest(Call<Accounts.Guest> call) {
    return signingIn.guest(call.body(), call.origin()).map(with(call.body().cookie()));
  }

  private Future<Answer<Accounts.SignedIn>> refresh(Call<Accounts.Refresh> call) {
    String token = call.body().refreshToken();
    if (token != null) {
      return sessions.refresh(token, call.origin()).map(with(call.body().cookie()));
    }
    String carried = RefreshCookie.read(call.origin().cookies());
    if (carried == null) {
      return Future.failedFuture(
          Boolean.TRUE.equals(call.body().cookie())
              ? Problem.of(ErrorCode.UNAUTHENTICATED, "there is no usable cookie")
              : Problem.field("refreshToken", "is required where no cookie carries it"));
    }
    return sessions.refresh(carried, call.origin()).map(with(true));
  }

  private Function<SignedIn, Answer<Accounts.SignedIn>> with(Boolean wantsCookie) {
    return signedIn -> {
      boolean inCookie = Boolean.TRUE.equals(wantsCookie);
      var answer =
          Answer.of(
              new Accounts.SignedIn(
                  signedIn.account().own(),
                  signedIn.accessToken(),
                  signedIn.accessTokenLife().toSeconds(),
                  inCookie ? null : signedIn.refreshToken().value()));
      return inCookie ? answer.withCookie(cookie.with(signedIn.refreshToken())) : answer;
    };
  }

  private Future<Answer<Nothing>> logout(Call<Nothing> call) {
    return sessions.logout(call.caller()).map(ok -> nothing().withCookie(cookie.cleared()));
  }

  private Future<Answer<Accounts.Profile>> changeMe(Call<Accounts.ChangeProfile> call) {
    return profiles.change(call.caller(), call.body()).map(Account::own).map(Answer::of);
  }

  private Future<Answer<Nothing>> changePassword(Call<Accounts.ChangePassword> call) {
    return profiles.changePassword(call.caller(), call.body(), call.origin()).map(ok -> nothing());
  }

  private Future<Answer<Nothing>> endSession(Call<Accounts.SessionRef> call) {
    return sessions.end(call.caller(), call.body().id()).map(ok -> nothing());
  }

  private Future<Answer<Accounts.Profile>> getUser(Call<Accounts.UserRef> call) {
    return directory.get(call.body().id()).map(Account::shown).map(Answer::of);
  }

  private Future<Answer<Accounts.Ended>> endedSessions(Call<Accounts.EndedSince> call) {
    return store.endedSince(call.body().cursor()).map(Answer::of);
  }

  private Future<Answer<Nothing>> tokensUsed(Call<Accounts.TokensUsed> call) {
    return store.noteUse(call.body().uses()).map(ok -> nothing());
  }

  private static Answer<Nothing> nothing() {
    return Answer.of(Nothing.NOTHING);
  }
}
