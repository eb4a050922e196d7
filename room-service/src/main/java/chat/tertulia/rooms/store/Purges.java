package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Changed;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.rooms.domain.Step;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes content out of logs that their rooms keep no longer. Each batch of one room is a
 * transaction of its own: the room's row, the head, the entries, and the entry that tells of it.
 */
final class Purges {
  /** Who tells of a purge; no person can have this id. */
  static final Person SYSTEM = new Person(new UserId("system"), "Tertulia");

  // A room is looked at a few times within what it keeps, at least once a day and at most once an
  // hour: each look that finds something adds an entry.
  private static final String DUE =
      """
      select id, name, kind, topic, code, password_hash, member_count, created_at,
             description, post_by, slow_s, archived_at, newcomers_see, retention_days
        from rooms.rooms
       where purge_at <= now() and retention_days > 0
       order by purge_at
       limit 1
         for update skip locked
      """;

  private static final String PURGE =
      """
      select purged, more
        from history.purge($1, now() - make_interval(days => $2), $3)
      """;

  private static final String NEXT =
      """
      update rooms.rooms
         set purge_at = case when $2 then now()
                             else now() + least(make_interval(hours => retention_days),
                                                interval '1 day') end
       where id = $1
      """;

  private final Database database;

  Purges(Database database) {
    this.database = database;
  }

  Future<List<Changed>> run(int rooms, int entries) {
    return run(rooms, entries, new ArrayList<>());
  }

  private Future<List<Changed>> run(int rooms, int entries, List<Changed> done) {
    if (rooms == 0) {
      return Future.succeededFuture(done);
    }
    return database
        .transaction(c -> one(c, entries))
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(done);
              }
              done.add(found.get());
              return run(rooms - 1, entries, done);
            });
  }

  private static Future<Optional<Changed>> one(SqlConnection c, int entries) {
    return c.query(DUE)
        .execute()
        .map(rows -> Rows.list(rows, Rows::room).stream().findFirst())
        .compose(
            due ->
                due.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : purge(c, due.get(), entries).map(Optional::of));
  }

  private static Future<Changed> purge(SqlConnection c, RoomRecord room, int entries) {
    return c.preparedQuery(PURGE)
        .execute(Tuple.of(room.id().value(), room.policy().retentionDays(), entries))
        .map(rows -> Rows.list(rows, row -> row).stream().findFirst())
        .compose(
            purged ->
                c.preparedQuery(NEXT)
                    .execute(
                        Tuple.of(
                            room.id().value(), purged.map(r -> r.getBoolean("more")).orElse(false)))
                    .compose(ok -> tell(c, room, purged)));
  }

  private static Future<Changed> tell(SqlConnection c, RoomRecord room, Optional<Row> purged) {
    if (purged.isEmpty()) {
      return Future.succeededFuture(new Changed(room, List.of(), null));
    }
    var step = new Step.Purged(purged.get().getLong("purged"));
    return RoomLog.append(c, room.id(), SYSTEM, List.of(step))
        .map(log -> new Changed(room, log.entries(), log.at()));
  }
}
