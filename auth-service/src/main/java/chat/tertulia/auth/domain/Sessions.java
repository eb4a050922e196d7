package chat.tertulia.auth.domain;

import chat.tertulia.auth.domain.SessionStore.Exchanged;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps people signed in, shows them where, and signs them out. */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final SessionStore store;
  private final TokenIssuer tokens;
  private final Facts facts;

  public Sessions(SessionStore store, TokenIssuer tokens, Facts facts) {
    this.store = store;
    this.tokens = tokens;
    this.facts = facts;
  }

  /**
   * Exchanges a refresh token for new tokens.
   *
   * @param token as it came; whatever is not one is refused like an unknown one
   */
  public Future<SignedIn> refresh(String token, Call.Origin origin) {
    if (!RefreshToken.isShaped(token)) {
      return Future.failedFuture(unknown());
    }
    var session = NewSession.from(origin);
    return store
        .exchange(new RefreshToken(token), session.agent(), session.address())
        .map(found -> found.orElseThrow(Sessions::unknown))
        .compose(this::judge);
  }

  private Future<SignedIn> judge(Exchanged exchanged) {
    return switch (exchanged.verdict()) {
      case ROTATE, REPEAT -> Future.succeededFuture(signedIn(exchanged));
      case OVER -> Future.failedFuture(over());
      case REPLAY -> {
        LOG.warn(
            "refresh token replayed, session ended session={} user={}",
            exchanged.session(),
            exchanged.account().id());
        facts.sessionEnded(
            new Accounts.SessionEnded(exchanged.session(), exchanged.account().id()));
        yield Future.failedFuture(over());
      }
    };
  }

  private SignedIn signedIn(Exchanged exchanged) {
    Account account = exchanged.account();
    String token = tokens.issue(account, exchanged.session(), exchanged.generation());
    return new SignedIn(account, token, tokens.life(), exchanged.next());
  }

  /** Ends the caller's own session; ending it again is harmless. */
  public Future<Void> logout(Caller caller) {
    return store
        .end(caller.user(), caller.session())
        .onSuccess(ended -> tell(ended, caller, caller.session()))
        .mapEmpty();
  }

  /** Ends one of the caller's sessions; anybody else's does not exist for them. */
  public Future<Void> end(Caller caller, SessionId session) {
    return requireLive(caller)
        .compose(devices -> store.end(caller.user(), session))
        .compose(
            ended -> {
              tell(ended, caller, session);
              return ended ? Future.succeededFuture() : Future.failedFuture(Problem.notFound());
            });
  }

  private void tell(boolean ended, Caller caller, SessionId session) {
    if (ended) {
      facts.sessionEnded(new Accounts.SessionEnded(session, caller.user()));
    }
  }

  /** Where the caller is signed in. */
  public Future<Accounts.Devices> devices(Caller caller) {
    return requireLive(caller).map(devices -> new Accounts.Devices(devices, null));
  }

  private Future<List<Accounts.Device>> requireLive(Caller caller) {
    return store
        .live(caller.user(), caller.session())
        .compose(
            devices ->
                devices.stream().anyMatch(Accounts.Device::current)
                    ? Future.succeededFuture(devices)
                    : Future.failedFuture(over()));
  }

  /** The answer when the caller's session has ended. */
  static Problem over() {
    return Problem.of(ErrorCode.SESSION_ENDED, "this session has ended, sign in again");
  }

  private static Problem unknown() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "a valid refresh token is needed");
  }
}
