package chat.tertulia.history.store;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Statements over one pool, and word of it when the database was away. */
public final class Sql {
  private final Database database;
  private final Runnable away;

  /**
   * @param away called after every failure that leaves doubt about the database
   */
  public Sql(Database database, Runnable away) {
    this.database = database;
    this.away = away;
  }

  Future<RowSet<Row>> query(String sql, Object... parameters) {
    return database.query(sql, parameters).onFailure(this::judge);
  }

  /** As {@link #query}, with failures as the driver reports them. */
  Future<RowSet<Row>> attempt(String sql, Object... parameters) {
    return database
        .attempt(sql, parameters)
        .onFailure(failed -> Database.translate(failed).onFailure(this::judge));
  }

  private void judge(Throwable failed) {
    if (failed instanceof Problem problem && problem.code() == ErrorCode.UNAVAILABLE) {
      away.run();
    }
  }

  static Instant instant(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
