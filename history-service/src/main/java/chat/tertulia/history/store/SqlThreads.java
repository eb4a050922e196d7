package chat.tertulia.history.store;

import chat.tertulia.history.domain.ThreadMarks;
import chat.tertulia.history.domain.Transcripts;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Threads.ThreadState;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/** Threads and mentions in PostgreSQL. */
public final class SqlThreads implements ThreadMarks {
  private static final String COUNTED =
      """
      select e.room_id, e.seq as thread, d.last_seq, d.last_at, k.follows, n.seq as read_seq, (
          select count(*) from history.replies r
          where r.room_id = e.room_id and r.thread = e.seq) as replies, (
          select count(*) from history.replies r
          where r.room_id = e.room_id and r.thread = e.seq and r.seq > n.seq
            and r.actor_id <> $1) as unread, (
          select count(distinct a.seq) from history.mentions a
          where a.room_id = e.room_id and a.user_id in ('', $1) and a.thread = e.seq
            and a.seq > n.seq and a.actor_id <> $1) as mentions
      from rooms.members m
      """;

  private static final String STATE =
      COUNTED
          + """
          join history.entries e on e.room_id = m.room_id and e.seq = $3
            and e.seq >= m.visible_from and e.kind = 'message'
            and e.body::json ->> 'thread' is null
          left join history.threads d on d.room_id = e.room_id and d.thread = e.seq
          left join history.thread_marks k
            on k.room_id = e.room_id and k.user_id = $1 and k.thread = e.seq
          cross join lateral (select greatest(m.joined_seq, k.seq, 0) as seq) n
          where m.room_id = $2 and m.user_id = $1\
          """;

  private static final String FOLLOWED =
      COUNTED
          + """
          join history.thread_marks k on k.room_id = m.room_id and k.user_id = $1 and k.follows
          join history.entries e on e.room_id = k.room_id and e.seq = k.thread
            and e.seq >= m.visible_from and e.kind = 'message'
          join history.threads d on d.room_id = k.room_id and d.thread = k.thread
          cross join lateral (select greatest(m.joined_seq, k.seq, 0) as seq) n
          where m.user_id = $1
          order by d.last_at desc, d.room_id, d.thread
          limit $2\
          """;

  private static final String MARK =
      """
      insert into history.thread_marks as t (room_id, user_id, thread, follows, seq)
      select m.room_id, m.user_id, e.seq, coalesce($4::boolean, false),
        case
          when $5::bigint is null and not $4 then e.seq
          else least(coalesce($5, d.last_seq, e.seq), coalesce(d.last_seq, e.seq))
        end
      from rooms.members m
      join history.entries e on e.room_id = m.room_id and e.seq = $3 and e.seq >= m.visible_from
        and e.kind = 'message' and e.body::json ->> 'thread' is null
      left join history.threads d on d.room_id = e.room_id and d.thread = e.seq
      where m.room_id = $1 and m.user_id = $2
      on conflict (room_id, user_id, thread) do update
      set follows = coalesce($4, t.follows),
        seq = case when $5 is null then t.seq else greatest(t.seq, excluded.seq) end\
      """;

  private static final String PAGE =
      """
      select h.last_seq, p.*,\
      """
          + MessageRow.ON_IT
          + """
          from history.heads h
          join rooms.members m on m.room_id = h.room_id and m.user_id = $2
          cross join (select $2::text as id) reader
          left join lateral (
            select n.*, count(*) over () as found,
              row_number() over (order by n.seq desc) as place
            from (
              select g.* from history.replies r
              join history.messages g on g.room_id = r.room_id and g.seq = r.seq
              where r.room_id = h.room_id and r.thread = $3 and r.seq >= m.visible_from
                and r.seq < $4
              order by r.seq desc
              limit $5 + 1
            ) n
          ) p on p.place <= $5
          where h.room_id = $1
          order by p.seq\
          """;

  private static final String NAMING =
      """
      select p.*,\
      """
          + MessageRow.ON_IT
          + """
          from (
            select g.*, o.found, o.place
            from (
              select a.room_id, a.seq, count(*) over () as found,
                row_number() over (order by a.at desc, a.room_id desc, a.seq desc) as place
              from (
                select b.room_id, b.seq, b.at
                from rooms.members m
                cross join lateral (
                  (select a.room_id, a.seq, a.at from history.mentions a
                  where a.room_id = m.room_id and a.user_id = $1 and a.actor_id <> $1
                    and a.seq >= m.visible_from
                    and (a.at, a.seq) < (coalesce($2::timestamptz, 'infinity'), case
                      when m.room_id < $3::text collate "C" then 9223372036854775807
                      when m.room_id = $3::text collate "C" then $4::bigint
                      else 0
                    end)
                  order by a.at desc, a.seq desc
                  limit $5 + 1)
                  union
                  (select a.room_id, a.seq, a.at from history.mentions a
                  where a.room_id = m.room_id and a.user_id = '' and a.actor_id <> $1
                    and a.seq > m.joined_seq
                    and (a.at, a.seq) < (coalesce($2::timestamptz, 'infinity'), case
                      when m.room_id < $3::text collate "C" then 9223372036854775807
                      when m.room_id = $3::text collate "C" then $4::bigint
                      else 0
                    end)
                  order by a.at desc, a.seq desc
                  limit $5 + 1)
                ) b
                where m.user_id = $1
              ) a
              order by a.at desc, a.room_id desc, a.seq desc
              limit $5 + 1
            ) o
            join history.messages g on g.room_id = o.room_id and g.seq = o.seq
          ) p
          cross join (select $1::text as id) reader
          where p.place <= $5
          order by p.at desc, p.room_id desc, p.seq desc\
          """;

  private final Sql sql;

  public SqlThreads(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<Optional<ThreadState>> state(RoomId room, long thread, UserId reader) {
    return sql.query(STATE, reader.value(), room.value(), thread)
        .map(rows -> rows.stream().map(SqlThreads::state).findFirst());
  }

  private static ThreadState state(Row row) {
    return new ThreadState(
        new RoomId(row.getString("room_id")),
        row.getLong("thread"),
        row.getLong("replies"),
        row.getLong("last_seq"),
        Sql.instant(row, "last_at"),
        Boolean.TRUE.equals(row.getBoolean("follows")),
        row.getLong("read_seq"),
        row.getLong("unread"),
        row.getLong("mentions"));
  }

  @Override
  public Future<Void> mark(RoomId room, long thread, UserId reader, Boolean follows, Long seq) {
    return sql.query(MARK, room.value(), reader.value(), thread, follows, seq).mapEmpty();
  }

  @Override
  public Future<Part> page(RoomId room, long thread, UserId reader, long before, int limit) {
    return sql.query(PAGE, room.value(), reader.value(), thread, before, (long) limit)
        .map(
            rows -> {
              long head = 0;
              boolean more = false;
              for (Row row : rows) {
                head = row.getLong("last_seq");
                more = row.getLong("found") != null && row.getLong("found") > limit;
              }
              List<Message> messages =
                  rows.stream()
                      .filter(row -> row.getLong("seq") != null)
                      .map(MessageRow::read)
                      .toList();
              return new Part(head, messages, more);
            });
  }

  @Override
  public Future<List<ThreadState>> followed(UserId reader, int limit) {
    return sql.query(FOLLOWED, reader.value(), (long) limit)
        .map(rows -> rows.stream().map(SqlThreads::state).toList());
  }

  @Override
  public Future<Transcripts.Own> naming(UserId reader, Transcripts.Place below, int limit) {
    boolean fromNewest = below == null;
    return sql.query(
            NAMING,
            reader.value(),
            fromNewest ? null : Sql.time(below.at()),
            fromNewest ? "" : below.room().value(),
            fromNewest ? 0L : below.seq(),
            (long) limit)
        .map(
            rows -> {
              List<Message> messages = rows.stream().map(MessageRow::read).toList();
              boolean more = !messages.isEmpty() && rows.iterator().next().getLong("found") > limit;
              return new Transcripts.Own(messages, more);
            });
  }
}
