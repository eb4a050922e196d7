package chat.tertulia.history.store;

import chat.tertulia.history.domain.Surroundings;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.Optional;

/** What a text refers to, in one round trip. */
public final class SqlSurroundings implements Surroundings {
  private static final String FIND =
      """
      select m.role,
        $4::bigint is null or exists (
          select from history.entries e
          where e.room_id = m.room_id and e.seq = $4 and e.seq >= m.visible_from
            and e.kind = 'message') as has_reply_to,
        $5::bigint is null or exists (
          select from history.entries e
          where e.room_id = m.room_id and e.seq = $5 and e.seq >= m.visible_from
            and e.kind = 'message' and e.body::json ->> 'thread' is null) as has_thread,
        array(
          select u.user_id || ' ' || u.name from rooms.members u
          where u.room_id = m.room_id and cardinality($3::text[]) > 0
            and (lower(u.name) = any ($3) or u.user_id = any ($3))
          order by u.joined_seq
          limit $7) as people,
        array(
          select u.user_id from rooms.members u
          where $6 and u.room_id = m.room_id
          limit $8 + 1) as everybody
      from rooms.members m
      where m.room_id = $1 and m.user_id = $2\
      """;

  private final Sql sql;

  public SqlSurroundings(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<Optional<Found>> find(Asked asked) {
    Object names = asked.names().toArray(String[]::new);
    return sql.query(
            FIND,
            asked.room().value(),
            asked.actor().value(),
            names,
            asked.replyTo(),
            asked.thread(),
            asked.all(),
            (long) MAX_NAMED,
            (long) SMALL_ROOM)
        .map(SqlSurroundings::found);
  }

  private static Optional<Found> found(RowSet<Row> rows) {
    return rows.stream()
        .findFirst()
        .map(
            row -> {
              var everybody = row.getArrayOfStrings("everybody");
              String role = row.getString("role");
              boolean leads = role.equals("owner") || role.equals("moderator");
              return new Found(
                  row.getBoolean("has_reply_to"),
                  row.getBoolean("has_thread"),
                  Arrays.stream(row.getArrayOfStrings("people"))
                      .map(SqlSurroundings::person)
                      .toList(),
                  leads || everybody.length <= SMALL_ROOM,
                  Arrays.stream(everybody).limit(SMALL_ROOM).map(UserId::new).toList());
            });
  }

  /** An id has no space. */
  private static Person person(String idAndName) {
    int space = idAndName.indexOf(' ');
    return new Person(new UserId(idAndName.substring(0, space)), idAndName.substring(space + 1));
  }
}
