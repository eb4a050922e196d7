package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.BlockStore;
import chat.tertulia.shared.contract.People.Block;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Blocks in {@code rooms.blocks}. */
public final class PgBlockStore implements BlockStore {
  /** Held while a block and a direct room's beginning must not pass each other. */
  static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  private static final String BLOCK =
      """
      insert into rooms.blocks as b (user_id, blocked_id, name, blocked_at)
      select $1, $2, $3, date_trunc('milliseconds', clock_timestamp())
       where (select count(*) from rooms.blocks where user_id = $1) < $4
          or exists (select from rooms.blocks where user_id = $1 and blocked_id = $2)
      on conflict (user_id, blocked_id) do update set name = excluded.name
      returning blocked_id, name, blocked_at
      """;

  private static final String UNBLOCK =
      "delete from rooms.blocks where user_id = $1 and blocked_id = $2";

  private static final String ROOM = "select id from rooms.rooms where direct_key = $1 for update";

  private static final String TELL_LOG =
      """
      select history.set_policy($1, case when exists (
               select from rooms.blocks
                where user_id = $2 and blocked_id = $3 or user_id = $3 and blocked_id = $2)
             then 4 else 0 end, 0)
      """;

  private static final String OF =
      """
      select blocked_id, name, blocked_at
        from rooms.blocks
       where user_id = $1
         and (blocked_at, blocked_id) > (to_timestamp($2::float8 / 1000), $3::text collate "C")
       order by blocked_at, blocked_id
       limit $4
      """;

  private final Database database;

  public PgBlockStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Block> block(UserId user, Person blocked, String directKey) {
    var parameters =
        Tuple.of(user.value(), blocked.id().value(), blocked.name(), (long) MAX_BLOCKS);
    return database.transaction(
        c ->
            c.preparedQuery(LOCK)
                .execute(Tuple.of(directKey))
                .compose(ok -> c.preparedQuery(BLOCK).execute(parameters))
                .map(rows -> Rows.list(rows, PgBlockStore::block).stream().findFirst())
                .map(made -> made.orElseThrow(PgBlockStore::tooMany))
                .compose(made -> tellLog(c, user, blocked.id(), directKey).map(made)));
  }

  private static Problem tooMany() {
    return Problem.of(ErrorCode.CONFLICT, "a person blocks at most " + MAX_BLOCKS + " others");
  }

  @Override
  public Future<Void> unblock(UserId user, UserId blocked, String directKey) {
    return database.transaction(
        c ->
            c.preparedQuery(LOCK)
                .execute(Tuple.of(directKey))
                .compose(
                    ok -> c.preparedQuery(UNBLOCK).execute(Tuple.of(user.value(), blocked.value())))
                .compose(ok -> tellLog(c, user, blocked, directKey)));
  }

  private static Future<Void> tellLog(
      SqlConnection c, UserId user, UserId blocked, String directKey) {
    return c.preparedQuery(ROOM)
        .execute(Tuple.of(directKey))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : c.preparedQuery(TELL_LOG)
                        .execute(
                            Tuple.of(
                                rows.iterator().next().getString("id"),
                                user.value(),
                                blocked.value()))
                        .mapEmpty());
  }

  @Override
  public Future<List<Block>> of(UserId user, long afterMs, String afterUser, int limit) {
    return database
        .query(OF, user.value(), (double) afterMs, afterUser, limit)
        .map(rows -> Rows.list(rows, PgBlockStore::block));
  }

  private static Block block(Row row) {
    return new Block(
        new Person(new UserId(row.getString("blocked_id")), row.getString("name")),
        Rows.at(row, "blocked_at"));
  }
}
