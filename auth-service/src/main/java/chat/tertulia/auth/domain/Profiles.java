package chat.tertulia.auth.domain;

import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** A person's own profile and password. */
public final class Profiles {
  private final AccountStore accounts;
  private final Passwords passwords;
  private final CommonPasswords common;
  private final SignInBackoff backoff;
  private final Facts facts;

  public Profiles(
      AccountStore accounts,
      Passwords passwords,
      CommonPasswords common,
      SignInBackoff backoff,
      Facts facts) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.common = common;
    this.backoff = backoff;
    this.facts = facts;
  }

  public Future<Account> me(Caller caller) {
    return accounts.signedIn(caller.user(), caller.session()).map(Profiles::live);
  }

  /** Changes what is given; tokens carry the new name from the next refresh on. */
  public Future<Account> change(Caller caller, Accounts.ChangeProfile change) {
    if (change.displayName() == null) {
      return me(caller);
    }
    String name = Names.visible(change.displayName());
    return accounts
        .rename(caller.user(), caller.session(), name)
        .map(Profiles::live)
        .onSuccess(a -> facts.profileChanged(new Accounts.ProfileChanged(a.id(), a.name())));
  }

  /**
   * Changes the password and ends all other sessions. A wrong old password is {@code
   * access_denied}, not a 401: the session is good and the page must not sign its person out.
   */
  public Future<Void> changePassword(
      Caller caller, Accounts.ChangePassword change, Call.Origin origin) {
    if (caller.isGuest()) {
      return Future.failedFuture(Problem.denied("guests have no password"));
    }
    return me(caller)
        .compose(
            account -> {
              common.refuse("newPassword", change.newPassword(), account.username());
              return accounts.passwordHash(caller.user(), caller.session());
            })
        .map(Profiles::live)
        .compose(hash -> verifyOld(caller, change.oldPassword(), hash, origin))
        .compose(hash -> replace(caller.user(), caller.session(), hash, change.newPassword()))
        .onSuccess(ended -> ended.forEach(facts::sessionEnded))
        .mapEmpty();
  }

  private Future<String> verifyOld(
      Caller caller, String password, String hash, Call.Origin origin) {
    if (password.length() > Accounts.MAX_PASSWORD_CHARS) {
      return Future.failedFuture(wrongOld());
    }
    // A count of its own: guesses with a stolen token must not slow the owner's sign-in.
    var attempt = backoff.begin("session " + caller.session(), NewSession.addressOf(origin), true);
    return passwords
        .fits(password, hash)
        .onFailure(e -> attempt.undecided())
        .compose(
            fits -> {
              if (!fits) {
                attempt.wrong();
                return Future.failedFuture(wrongOld());
              }
              attempt.right();
              return Future.succeededFuture(hash);
            });
  }

  private Future<List<Accounts.SessionEnded>> replace(
      UserId user, SessionId keep, String oldHash, String password) {
    return passwords
        .hash(password)
        .compose(hash -> accounts.changePassword(user, keep, oldHash, hash))
        .map(ended -> ended.orElseThrow(Profiles::wrongOld));
  }

  private static Problem wrongOld() {
    return Problem.field(ErrorCode.ACCESS_DENIED, "oldPassword", "is wrong");
  }

  private static <T> T live(Optional<T> found) {
    return found.orElseThrow(Sessions::over);
  }
}
