package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Membership;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.rooms.domain.RoomState;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Locks a room and reads what a decision needs. The lock is a statement of its own: only the
 * statements after it see what the former holder committed.
 */
final class StateUnderLock {
  private static final String LOCK =
      """
      select id, name, kind, topic, code, password_hash, member_count, created_at,
             description, post_by, slow_s, archived_at, newcomers_see, retention_days
        from rooms.rooms
       where id = $1
         for update
      """;

  private static final String MEMBERS =
      """
      select user_id, name as member_name, role, joined_seq, joined_at, muted_until
        from rooms.members
       where room_id = $1 and user_id in ($2, $3)
      """;

  private static final String BANNED =
      """
      select user_id
        from rooms.bans
       where room_id = $1 and user_id in ($2, $3) and (until is null or until > now())
      """;

  /** The longest-standing of each role besides the subject, strongest role first. */
  private static final String HEIR =
      """
      select m.user_id, m.name as member_name, m.role, m.joined_seq, m.joined_at, m.muted_until
        from (values (1, 'owner'), (2, 'moderator'), (3, 'member'), (4, 'reader')) as r (rank, role)
       cross join lateral (
         select user_id, name, role, joined_seq, joined_at, muted_until
           from rooms.members
          where room_id = $1 and role = r.role and user_id <> $2
          order by joined_seq
          limit 1) m
       order by r.rank
       limit 1
      """;

  private StateUnderLock() {}

  static Future<RoomState> read(SqlConnection c, RoomId room, UserId actor, UserId subject) {
    return c.preparedQuery(LOCK)
        .execute(Tuple.of(room.value()))
        .map(rows -> Rows.list(rows, Rows::room).stream().findFirst())
        .map(found -> found.orElseThrow(Problem::notFound))
        .compose(record -> state(c, record, actor, subject));
  }

  private static Future<RoomState> state(
      SqlConnection c, RoomRecord room, UserId actor, UserId subject) {
    var both = Tuple.of(room.id().value(), actor.value(), subject.value());
    var members = rows(c, MEMBERS, both, Rows::membership);
    var banned = rows(c, BANNED, both, row -> new UserId(row.getString("user_id")));
    var heir = rows(c, HEIR, Tuple.of(room.id().value(), subject.value()), Rows::membership);
    return Future.all(members, banned, heir)
        .map(
            ok ->
                new RoomState(
                    room,
                    byUser(members.result()),
                    new HashSet<>(banned.result()),
                    heir.result().stream().findFirst().orElse(null)));
  }

  private static <T> Future<List<T>> rows(
      SqlConnection c, String sql, Tuple parameters, Function<Row, T> map) {
    Future<RowSet<Row>> rows = c.preparedQuery(sql).execute(parameters);
    return rows.map(found -> Rows.list(found, map));
  }

  private static Map<UserId, Membership> byUser(List<Membership> members) {
    return members.stream().collect(Collectors.toMap(m -> m.person().id(), m -> m));
  }
}
