package chat.tertulia.auth.domain;

import chat.tertulia.auth.domain.AccountStore.Place;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Text;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Finds people. Guests are not listed, but whoever has their id can see them. */
public final class Directory {
  public static final int DEFAULT_PAGE = 20;
  public static final int MAX_PAGE = 50;

  /** People one lookup may ask for. */
  public static final int MAX_LOOKUP = 1_000;

  private static final int MAX_CURSOR_CHARS = 8_192;

  private final AccountStore accounts;

  public Directory(AccountStore accounts) {
    this.accounts = accounts;
  }

  /** People whose user name or display name holds the text; all for an empty one. */
  public Future<Accounts.Users> search(Accounts.FindUsers request) {
    int limit = request.limit() == null ? DEFAULT_PAGE : request.limit();
    if (limit < 1 || limit > MAX_PAGE) {
      throw Problem.field("limit", "must be 1 to " + MAX_PAGE);
    }
    Place after = request.cursor() == null ? null : read(request.cursor());
    return accounts
        .search(Names.searchKey(request.q()), after, limit + 1)
        .map(found -> page(found, limit));
  }

  private static Accounts.Users page(List<Account> found, int limit) {
    boolean more = found.size() > limit;
    List<Account> shown = more ? found.subList(0, limit) : found;
    String next = more ? write(shown.getLast()) : null;
    return new Accounts.Users(shown.stream().map(Account::shown).toList(), next);
  }

  public Future<Account> get(UserId user) {
    return accounts.find(user).map(found -> found.orElseThrow(Problem::notFound));
  }

  /** Those of these that exist. */
  public Future<Accounts.People> people(List<UserId> ids) {
    if (ids == null || ids.size() > MAX_LOOKUP) {
      throw Problem.field("ids", "must be a list of at most " + MAX_LOOKUP);
    }
    return accounts.people(ids).map(Accounts.People::new);
  }

  private static String write(Account last) {
    String plain = last.id().value() + " " + Names.searchKey(last.name());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static Place read(String cursor) {
    if (cursor.length() <= MAX_CURSOR_CHARS) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        String plain =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        int space = plain.indexOf(' ');
        if (space > 0 && Text.isClean(plain)) {
          return new Place(plain.substring(space + 1), plain.substring(0, space));
        }
      } catch (IllegalArgumentException | CharacterCodingException e) {
        // Falls through: the caller made it up.
      }
    }
    throw Problem.field("cursor", "must be a cursor that this list gave");
  }
}
