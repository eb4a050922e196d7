package chat.tertulia.history.store;

import chat.tertulia.history.domain.AppendFailed;
import chat.tertulia.history.domain.AppendFailed.Why;
import chat.tertulia.history.domain.Appends;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.shared.error.Problem;
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
  /** SQL state of a lock that was not had in time. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

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
    return sql.query(
            APPEND,
            column(drafts, d -> d.room().value()),
            column(drafts, d -> d.actor().id().value()),
            column(drafts, d -> d.actor().name()),
            column(drafts, Draft::kind),
            column(drafts, d -> d.clientId() == null ? null : d.clientId().value()),
            column(drafts, Draft::body))
        .map(rows -> outcomes(rows, drafts.size()))
        .recover(failed -> Future.failedFuture(new AppendFailed(why(failed), failed)));
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

  private static Why why(Throwable failed) {
    if (failed instanceof Problem) {
      return Why.UNKNOWN;
    }
    boolean locked =
        failed instanceof PgException pg && LOCK_NOT_AVAILABLE.equals(pg.getSqlState());
    return locked ? Why.BUSY : Why.REFUSED;
  }
}
