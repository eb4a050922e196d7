package chat.tertulia.history.store;

import chat.tertulia.history.domain.Marks;
import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;

/**
 * Read marks in PostgreSQL.
 *
 * <p>Unread is a difference of two running counts, the room's and the marked entry's, less one's
 * own messages, the deleted ones and those in threads above the mark: a few index rows however long
 * the log is. Mentions are counted above the room's mark, and those in threads that the person
 * follows above the thread's.
 */
public final class SqlMarks implements Marks {
  /** Content shown of a room's newest message, in characters. */
  public static final int LAST_CHARS = 200;

  private static final String MARK =
      """
      with place as (
        select h.room_id, h.last_seq, h.messages, least($3, h.last_seq) as wanted, m.joined_seq,
          greatest(m.joined_seq, r.seq, h.purged_seq, 0) as old
        from history.heads h
        join rooms.members m on m.room_id = h.room_id and m.user_id = $2
        left join history.reads r on r.room_id = h.room_id and r.user_id = $2
        where h.room_id = $1
      ), moved as (
        insert into history.reads (room_id, user_id, seq)
        select room_id, $2, wanted from place where wanted > old
        on conflict (room_id, user_id) do update set seq = greatest(reads.seq, excluded.seq)
        returning seq
      )
      select p.old, n.seq as read_seq, p.messages
        - coalesce(k.msg_no, 0)
        - (
          select count(*) from history.entries g
          where g.kind like 'message' and g.room_id = p.room_id and g.actor_id = $2
            and g.at >= coalesce(k.at, '-infinity') and g.seq > n.seq)
        - (
          select count(*) from history.changed c
          where c.room_id = p.room_id and c.seq > n.seq and c.deleted and c.actor_id <> $2)
        - (
          select count(*) from history.replies t
          where t.room_id = p.room_id and t.seq > n.seq and t.actor_id <> $2)
        as unread, (
          select count(distinct a.seq) from history.mentions a
          where a.room_id = p.room_id and a.user_id in ('', $2) and a.thread = 0
            and a.seq > n.seq and a.actor_id <> $2)
        + (
          select count(distinct a.seq)
          from history.thread_marks t
          join history.threads d on d.room_id = t.room_id and d.thread = t.thread
            and d.last_seq > t.seq
          join history.mentions a on a.room_id = t.room_id and a.user_id in ('', $2)
            and a.thread = t.thread and a.seq > greatest(t.seq, p.joined_seq)
            and a.actor_id <> $2
          where t.room_id = p.room_id and t.user_id = $2 and t.follows)
        as mentions
      from place p
      left join moved v on true
      cross join lateral (select greatest(p.old, v.seq) as seq) n
      left join history.entries k on k.room_id = p.room_id and k.seq = least(n.seq, p.last_seq)\
      """;

  private static final String SUMMARIES =
      """
      select h.room_id, h.last_seq, n.seq as read_seq, h.messages
        - coalesce(k.msg_no, 0)
        - (
          select count(*) from history.entries g
          where g.kind like 'message' and g.room_id = h.room_id and g.actor_id = $1
            and g.at >= coalesce(k.at, '-infinity') and g.seq > n.seq)
        - (
          select count(*) from history.changed c
          where c.room_id = h.room_id and c.seq > n.seq and c.deleted and c.actor_id <> $1)
        - (
          select count(*) from history.replies t
          where t.room_id = h.room_id and t.seq > n.seq and t.actor_id <> $1)
        as unread, (
          select count(distinct a.seq) from history.mentions a
          where a.room_id = h.room_id and a.user_id in ('', $1) and a.thread = 0
            and a.seq > n.seq and a.actor_id <> $1)
        + (
          select count(distinct a.seq)
          from history.thread_marks t
          join history.threads d on d.room_id = t.room_id and d.thread = t.thread
            and d.last_seq > t.seq
          join history.mentions a on a.room_id = t.room_id and a.user_id in ('', $1)
            and a.thread = t.thread and a.seq > greatest(t.seq, m.joined_seq)
            and a.actor_id <> $1
          where t.room_id = h.room_id and t.user_id = $1 and t.follows)
        as mentions,
        l.kind, l.actor_id, l.actor_name, l.at, left(c.content, $3) as content
      from unnest($2::text[]) with ordinality w (room_id, place)
      join rooms.members m on m.room_id = w.room_id and m.user_id = $1
      join history.heads h on h.room_id = w.room_id
      left join history.reads r on r.room_id = w.room_id and r.user_id = $1
      cross join lateral (select greatest(m.joined_seq, r.seq, h.purged_seq, 0) as seq) n
      left join history.entries k on k.room_id = h.room_id and k.seq = least(n.seq, h.last_seq)
      left join history.entries l on l.room_id = h.room_id and l.seq = h.last_seq
      left join history.messages c on c.room_id = h.room_id and c.seq = h.last_seq
      order by w.place\
      """;

  private final Sql sql;

  public SqlMarks(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<Optional<Marked>> mark(UserId reader, RoomId room, long seq) {
    return sql.query(MARK, room.value(), reader.value(), seq).map(SqlMarks::marked);
  }

  private static Optional<Marked> marked(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    long seq = row.getLong("read_seq");
    var mark = new ReadMark(seq, row.getLong("unread"), row.getLong("mentions"));
    return Optional.of(new Marked(mark, seq > row.getLong("old")));
  }

  @Override
  public Future<List<Summary>> summaries(UserId person, List<RoomId> rooms) {
    Object ids = rooms.stream().map(RoomId::value).toArray(String[]::new);
    return sql.query(SUMMARIES, person.value(), ids, LAST_CHARS)
        .map(found -> found.stream().map(SqlMarks::summary).toList());
  }

  private static Summary summary(Row row) {
    return new Summary(
        new RoomId(row.getString("room_id")),
        row.getLong("last_seq"),
        row.getLong("read_seq"),
        row.getLong("unread"),
        row.getLong("mentions"),
        last(row));
  }

  private static Rooms.Last last(Row row) {
    if (row.getString("kind") == null) {
      return null;
    }
    return new Rooms.Last(
        row.getLong("last_seq"),
        new Person(new UserId(row.getString("actor_id")), row.getString("actor_name")),
        Sql.instant(row, "at"),
        row.getString("kind"),
        row.getString("content"));
  }
}
