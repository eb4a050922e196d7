package chat.tertulia.history.store;

import chat.tertulia.history.domain.Transcripts;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Page;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Optional;

/** Pages of messages from PostgreSQL; membership and page come from one snapshot. */
public final class SqlTranscripts implements Transcripts {
  /**
   * Content of one page, in bytes: the message that reaches this is the last. Keeps an answer small
   * on its way over the bus and to a socket; as JSON it may be a few times longer.
   */
  public static final int MAX_CONTENT_BYTES = 256 << 10;

  // One more is looked for than asked for, to tell whether there is more.
  private static final String NEWEST_BELOW =
      """
      select h.last_seq, p.*,\
      """
          + MessageRow.ON_IT
          + """
          from history.heads h
          join rooms.members m on m.room_id = h.room_id and m.user_id = $2
          cross join (select $2::text as id) reader
          left join lateral (
            select n.*, count(*) over () as found, row_number() over page as place,
              sum(octet_length(coalesce(n.content, ''))) over page
                - octet_length(coalesce(n.content, '')) as bytes_before
            from (
              select g.* from history.messages g
              where g.room_id = h.room_id and g.seq >= m.visible_from and g.seq < $3
              order by g.seq desc
              limit $4 + 1 offset $5
            ) n
            window page as (order by n.seq desc)
          ) p on p.place <= $4 and p.bytes_before < $6
          where h.room_id = $1
          order by p.seq\
          """;

  private static final String OLDEST_ABOVE =
      """
      select h.last_seq, p.*,\
      """
          + MessageRow.ON_IT
          + """
          from history.heads h
          join rooms.members m on m.room_id = h.room_id and m.user_id = $2
          cross join (select $2::text as id) reader
          left join lateral (
            select n.*, count(*) over () as found, row_number() over page as place,
              sum(octet_length(coalesce(n.content, ''))) over page
                - octet_length(coalesce(n.content, '')) as bytes_before
            from (
              select g.* from history.messages g
              where g.room_id = h.room_id and g.seq >= m.visible_from and g.seq > $3
                and g.seq < $4
              order by g.seq
              limit $5 + 1
            ) n
            window page as (order by n.seq)
          ) p on p.place <= $5 and p.bytes_before < $6
          where h.room_id = $1
          order by p.seq\
          """;

  // What is nearest to the number comes first, so that a cut takes from both ends.
  private static final String AROUND =
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
              sum(octet_length(coalesce(n.content, ''))) over page
                - octet_length(coalesce(n.content, '')) as bytes_before
            from (
              (select g.* from history.messages g
              where g.room_id = h.room_id and g.seq >= m.visible_from and g.seq < $3
              order by g.seq desc
              limit $4)
              union all
              (select g.* from history.messages g
              where g.room_id = h.room_id and g.seq >= m.visible_from and g.seq >= $3
              order by g.seq
              limit $5)
            ) n
            window page as (order by abs(n.seq - $3), n.seq)
          ) p on p.bytes_before < $6
          where h.room_id = $1
          order by p.seq\
          """;

  // The newest below the place in each of the author's rooms, then the newest of those; content is
  // read for these few only.
  private static final String BY_ACTOR =
      """
      select p.*,\
      """
          + MessageRow.ON_IT
          + """
          from (
            select n.*, count(*) over () as found, row_number() over page as place,
              sum(octet_length(n.content)) over page - octet_length(n.content) as bytes_before
            from (
              select o.room_id as own_room, o.seq as own_seq
              from rooms.members m
              cross join lateral (
                select g.room_id, g.seq, g.at
                from history.entries g
                left join history.changed c on c.room_id = g.room_id and c.seq = g.seq
                where g.room_id = m.room_id and g.actor_id = $1 and g.kind like 'message'
                  and not coalesce(c.deleted, false) and g.seq >= m.visible_from
                  and (g.at, g.seq) < (
                    coalesce($2::timestamptz, 'infinity'),
                    case
                      when m.room_id < $3::text collate "C" then 9223372036854775807
                      when m.room_id = $3::text collate "C" then $4::bigint
                      else 0
                    end)
                order by g.at desc, g.seq desc
                limit $5 + 1
              ) o
              where m.user_id = $1
              order by o.at desc, o.room_id desc, o.seq desc
              limit $5 + 1
            ) own
            join history.messages n on n.room_id = own.own_room and n.seq = own.own_seq
            window page as (order by n.at desc, n.room_id desc, n.seq desc)
          ) p
          cross join (select $1::text as id) reader
          where p.place <= $5 and p.bytes_before < $6
          order by p.at desc, p.room_id desc, p.seq desc\
          """;

  private final Sql sql;

  public SqlTranscripts(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<Optional<Excerpt>> page(UserId reader, Page page) {
    String room = page.roomId().value();
    long limit = page.limit();
    long below = page.before() == null ? Long.MAX_VALUE : page.before();
    long bytes = MAX_CONTENT_BYTES;
    Future<RowSet<Row>> rows;
    if (page.around() != null) {
      long half = limit / 2;
      rows = sql.query(AROUND, room, reader.value(), page.around(), half, limit - half, bytes);
    } else if (page.after() != null) {
      rows = sql.query(OLDEST_ABOVE, room, reader.value(), page.after(), below, limit, bytes);
    } else {
      long skip = page.offset() == null ? 0 : page.offset();
      rows = sql.query(NEWEST_BELOW, room, reader.value(), below, limit, skip, bytes);
    }
    return rows.map(SqlTranscripts::excerpt);
  }

  private static Optional<Excerpt> excerpt(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    long head = 0;
    var messages = new ArrayList<Message>(rows.size());
    for (Row row : rows) {
      head = row.getLong("last_seq");
      if (row.getLong("seq") != null) {
        messages.add(MessageRow.read(row));
      }
    }
    return Optional.of(new Excerpt(head, messages, isMore(rows, messages.size())));
  }

  private static boolean isMore(RowSet<Row> rows, int shown) {
    return shown > 0 && rows.iterator().next().getLong("found") > shown;
  }

  @Override
  public Future<Own> by(UserId author, Place below, int limit) {
    boolean fromNewest = below == null;
    return sql.query(
            BY_ACTOR,
            author.value(),
            fromNewest ? null : Sql.time(below.at()),
            fromNewest ? "" : below.room().value(),
            fromNewest ? 0L : below.seq(),
            (long) limit,
            (long) MAX_CONTENT_BYTES)
        .map(
            rows ->
                new Own(rows.stream().map(MessageRow::read).toList(), isMore(rows, rows.size())));
  }
}
