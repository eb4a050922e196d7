package chat.tertulia.auth.domain;

import chat.tertulia.auth.domain.AccountStore.Credentials;
import chat.tertulia.auth.domain.AccountStore.Newcomer;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.Optional;

/** The ways in: a new account, a known one, and as a guest. */
public final class SigningIn {
  private static final String NO_ACCOUNT = "?";

  private final AccountStore accounts;
  private final SessionStore sessions;
  private final Passwords passwords;
  private final TokenIssuer tokens;
  private final Facts facts;
  private final CommonPasswords common;
  private final EntryLimits limits;
  private final Doors doors;

  public SigningIn(
      AccountStore accounts,
      SessionStore sessions,
      Passwords passwords,
      TokenIssuer tokens,
      Facts facts,
      CommonPasswords common,
      EntryLimits limits,
      Doors doors) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.passwords = passwords;
    this.tokens = tokens;
    this.facts = facts;
    this.common = common;
    this.limits = limits;
    this.doors = doors;
  }

  /** Which ways in are open. */
  public record Doors(boolean registration, boolean guests) {}

  /** Creates an account and signs it in. */
  public Future<SignedIn> register(Accounts.Register request, Call.Origin origin) {
    if (!doors.registration()) {
      return Future.failedFuture(Problem.denied("this server creates no accounts"));
    }
    String name = Names.visible(request.displayName());
    common.refuse("password", request.password(), request.username());
    var session = NewSession.from(origin);
    return accounts
        .isTaken(Names.usernameKey(request.username()))
        .compose(taken -> taken ? Future.failedFuture(taken()) : hash(request, session))
        .compose(
            hash -> store(new Newcomer(UserId.random(), request.username(), name, hash), session));
  }

  private Future<String> hash(Accounts.Register request, NewSession session) {
    return limits.hashing().within(session.address(), () -> passwords.hash(request.password()));
  }

  private Future<SignedIn> store(Newcomer newcomer, NewSession session) {
    return accounts.register(newcomer, session).map(account -> signedIn(account, session));
  }

  /** The answer for a user name that somebody has. */
  public static Problem taken() {
    return Problem.of(ErrorCode.USERNAME_TAKEN, "somebody has this user name");
  }

  /** Lets a guest in, where the server allows it. */
  public Future<SignedIn> guest(Accounts.Guest request, Call.Origin origin) {
    if (!doors.guests()) {
      return Future.failedFuture(Problem.denied("this server admits no guests"));
    }
    var session = NewSession.from(origin);
    limits.guests().take(session.address());
    return store(Newcomer.guest(Names.visible(request.displayName())), session);
  }

  /**
   * Signs in. An unknown user name takes the same steps and as long as a wrong password: one query,
   * one admission, one hash.
   */
  public Future<SignedIn> login(Accounts.Login request, Call.Origin origin) {
    boolean possible = Accounts.USERNAME.matcher(request.username()).matches();
    String key = possible ? Names.usernameKey(request.username()) : NO_ACCOUNT;
    String address = NewSession.addressOf(origin);
    return accounts
        .credentials(key, address)
        .compose(found -> verify(found, key, address, request.password()))
        .compose(credentials -> open(credentials, NewSession.from(origin)));
  }

  private Future<Credentials> verify(
      Optional<Credentials> found, String key, String address, String password) {
    var attempt =
        limits.backoff().begin(key, address, found.map(Credentials::knownAddress).orElse(false));
    String hash = found.map(Credentials::passwordHash).orElse(null);
    return limits
        .hashing()
        .within(address, () -> passwords.fits(password, hash))
        .onFailure(e -> attempt.undecided())
        .compose(
            fits -> {
              if (!fits) {
                attempt.wrong();
                return Future.failedFuture(wrong());
              }
              attempt.right();
              Credentials credentials = found.orElseThrow();
              return credentials.suspended()
                  ? Future.failedFuture(Problem.denied("this account is suspended"))
                  : Future.succeededFuture(credentials);
            });
  }

  private Future<SignedIn> open(Credentials credentials, NewSession session) {
    Account account = credentials.account();
    return sessions
        .open(account.id(), credentials.passwordHash(), session)
        .map(ended -> ended.orElseThrow(SigningIn::wrong))
        .onSuccess(ended -> ended.forEach(facts::sessionEnded))
        .map(ended -> signedIn(account, session));
  }

  private SignedIn signedIn(Account account, NewSession session) {
    String accessToken = tokens.issue(account, session.id(), 1);
    return new SignedIn(account, accessToken, tokens.life(), session.token());
  }

  private static Problem wrong() {
    return Problem.of(ErrorCode.WRONG_CREDENTIALS, "unknown user name or wrong password");
  }
}
