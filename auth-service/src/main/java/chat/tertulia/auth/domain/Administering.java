package chat.tertulia.auth.domain;

import chat.tertulia.auth.domain.AdminStore.Done;
import chat.tertulia.auth.domain.AdminStore.Place;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Administration;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** What administrators of the server do about accounts. */
public final class Administering {
  private static final int PAGE = 50;
  private static final int MAX_CURSOR_CHARS = 200;

  private final AdminStore store;
  private final Facts facts;

  public Administering(AdminStore store, Facts facts) {
    this.store = store;
    this.facts = facts;
  }

  public Future<Administration.AccountPage> users(Caller admin, Administration.AllUsers request) {
    int page = request.limit() == null ? PAGE : request.limit();
    Place after = request.cursor() == null ? null : place(request.cursor());
    return store
        .users(admin, Names.searchKey(request.q()), after, page + 1)
        .map(
            found ->
                new Administration.AccountPage(
                    found.stream().limit(page).toList(),
                    found.size() > page ? cursor(found.get(page - 1)) : null));
  }

  private static String cursor(Administration.Account last) {
    return encoded(last.createdAt() + " " + last.id());
  }

  private static Place place(String cursor) {
    String plain = decoded(cursor);
    int space = plain.indexOf(' ');
    try {
      return new Place(
          Instant.parse(plain.substring(0, Math.max(0, space))), plain.substring(space + 1));
    } catch (RuntimeException e) {
      throw madeUp();
    }
  }

  private static String encoded(String plain) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  private static String decoded(String cursor) {
    if (cursor.length() > MAX_CURSOR_CHARS) {
      throw madeUp();
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (!plain.chars().allMatch(c -> c >= ' ' && c < 127)) {
        throw madeUp();
      }
      return plain;
    } catch (IllegalArgumentException e) {
      throw madeUp();
    }
  }

  private static Problem madeUp() {
    return Problem.field("cursor", "must be a cursor that this list gave");
  }

  public Future<Accounts.Devices> sessions(Caller admin, UserId user) {
    return store.sessions(admin, user).map(devices -> new Accounts.Devices(devices, null));
  }

  public Future<Administration.Numbers> numbers(Caller admin) {
    return store.numbers(admin);
  }

  public Future<Administration.Audit> audit(Caller admin, Administration.AuditPage request) {
    int page = request.limit() == null ? PAGE : request.limit();
    long below = request.cursor() == null ? Long.MAX_VALUE : number(request.cursor());
    return store
        .audit(admin, request, below, page + 1)
        .map(
            found ->
                new Administration.Audit(
                    found.stream().limit(page).toList(),
                    found.size() > page ? encoded("a" + found.get(page - 1).id()) : null));
  }

  private static long number(String cursor) {
    String plain = decoded(cursor);
    if (!plain.matches("a[0-9]{1,18}")) {
      throw madeUp();
    }
    return Long.parseLong(plain.substring(1));
  }

  public Future<Void> endSessions(Caller admin, UserId user) {
    return told(store.endSessions(admin, user)).mapEmpty();
  }

  public Future<Administration.Account> suspend(Caller admin, UserId user, String reason) {
    return told(store.suspend(admin, user, reason == null || reason.isBlank() ? null : reason));
  }

  public Future<Administration.Account> restore(Caller admin, UserId user) {
    return told(store.restore(admin, user));
  }

  public Future<Administration.Account> setRole(Caller admin, UserId user, Role role) {
    return told(store.setRole(admin, user, role));
  }

  /** Gateways close the sockets of what ended. */
  private Future<Administration.Account> told(Future<Done> done) {
    return done.onSuccess(d -> List.copyOf(d.ended()).forEach(facts::sessionEnded))
        .map(Done::account);
  }
}
