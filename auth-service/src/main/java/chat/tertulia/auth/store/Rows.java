package chat.tertulia.auth.store;

import chat.tertulia.auth.domain.Account;
import chat.tertulia.auth.domain.Role;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rows as what they mean. */
final class Rows {
  private Rows() {}

  static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> meaning) {
    var all = rows.iterator();
    return all.hasNext() ? Optional.of(meaning.apply(all.next())) : Optional.empty();
  }

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> meaning) {
    return rows.stream().map(meaning).toList();
  }

  /** Of columns id, username, name, role, created_at. */
  static Account account(Row row) {
    return new Account(
        new UserId(row.getString("id")),
        row.getString("username"),
        row.getString("name"),
        Role.of(row.getString("role")),
        time(row, "created_at"));
  }

  /** Of columns session_id, user_id. */
  static Accounts.SessionEnded ended(Row row) {
    return new Accounts.SessionEnded(
        new SessionId(row.getString("session_id")), new UserId(row.getString("user_id")));
  }

  static Instant time(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
