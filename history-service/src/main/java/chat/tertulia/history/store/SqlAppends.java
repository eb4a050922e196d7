package chat.tertulia.history.store;

import chat.tertulia.history.domain.AppendFailed;
import chat.tertulia.history.domain.AppendFailed.Why;
import chat.tertulia.history.domain.Appends;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The log's append function, one round trip and one transaction a batch. */
public final class SqlAppends implements Appends {
  private static final String APPEND =
      """
      select verdict, seq, at
      from history.append($1, $2, $3, $4, $5, $6)
      order by idx\
      """;

  private final Sql sql;

  public SqlAppends(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<List<Outcome>> append(List<Draft> drafts) {
    return sql.attempt(
            APPEND,
            column(drafts, d -> d.room().value()),
            column(drafts, d -> d.actor().id().value()),
            column(drafts, d -> d.actor().name()),
            column(drafts, Draft::kind),
            column(drafts, d -> d.clientId() == null ? null : d.clientId().value()),
            column(drafts, Draft::body))
        .map(rows -> outcomes(rows, drafts.size()))
        .recover(SqlAppends::failed);
  }

  private static Object column(List<Draft> drafts, Function<Draft, String> field) {
    return drafts.stream().map(field).toArray(String[]::new);
  }

  private static List<Outcome> outcomes(RowSet<Row> rows, int expected) {
    var outcomes = new ArrayList<Outcome>(expected);
    for (Row row : rows) {
      var verdict = Outcome.Verdict.valueOf(row.getString("verdict").toUpperCase(Locale.ROOT));
      Long seq = row.getLong("seq");
      outcomes.add(new Outcome(verdict, seq == null ? 0 : seq, Sql.instant(row, "at")));
    }
    if (outcomes.size() != expected) {
      throw new IllegalStateException(expected + " drafts, " + outcomes.size() + " outcomes");
    }
    return outcomes;
  }

  private static Future<List<Outcome>> failed(Throwable cause) {
    boolean held =
        cause instanceof PgException pg && Database.LOCK_NOT_AVAILABLE.equals(pg.getSqlState());
    if (held) {
      return Future.failedFuture(new AppendFailed(Why.BUSY, cause));
    }
    return Database.<List<Outcome>>translate(cause)
        .recover(
            known ->
                Future.failedFuture(
                    new AppendFailed(known instanceof Problem ? Why.UNKNOWN : Why.REFUSED, known)));
  }
}
