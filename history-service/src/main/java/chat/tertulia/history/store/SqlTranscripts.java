package chat.tertulia.history.store;

import chat.tertulia.history.domain.Transcripts;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Page;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages of messages from PostgreSQL; membership and page come from one snapshot. */
public final class SqlTranscripts implements Transcripts {
  private static final String NEWEST_BELOW =
      """
      select h.last_seq, h.room_id, p.seq, p.actor_id, p.actor_name, p.at, p.client_id, p.content,
        p.reply_to, p.thread, p.edited_at, p.deleted
      from history.heads h
      join rooms.members m on m.room_id = h.room_id and m.user_id = $2
      left join lateral (
        select g.* from history.messages g
        where g.room_id = h.room_id and g.seq < $3
        order by g.seq desc
        limit $4 offset $5
      ) p on true
      where h.room_id = $1
      order by p.seq\
      """;

  private static final String OLDEST_ABOVE =
      """
      select h.last_seq, h.room_id, p.seq, p.actor_id, p.actor_name, p.at, p.client_id, p.content,
        p.reply_to, p.thread, p.edited_at, p.deleted
      from history.heads h
      join rooms.members m on m.room_id = h.room_id and m.user_id = $2
      left join lateral (
        select g.* from history.messages g
        where g.room_id = h.room_id and g.seq > $3 and g.seq < $4
        order by g.seq
        limit $5
      ) p on true
      where h.room_id = $1
      order by p.seq\
      """;

  private static final String AROUND =
      """
      select h.last_seq, h.room_id, p.seq, p.actor_id, p.actor_name, p.at, p.client_id, p.content,
        p.reply_to, p.thread, p.edited_at, p.deleted
      from history.heads h
      join rooms.members m on m.room_id = h.room_id and m.user_id = $2
      left join lateral (
        (select g.* from history.messages g
        where g.room_id = h.room_id and g.seq < $3
        order by g.seq desc
        limit $4)
        union all
        (select g.* from history.messages g
        where g.room_id = h.room_id and g.seq >= $3
        order by g.seq
        limit $5)
      ) p on true
      where h.room_id = $1
      order by p.seq\
      """;

  private static final String BY_ACTOR =
      """
      select g.room_id, g.seq, g.actor_id, g.actor_name, g.at, g.client_id, g.content,
        g.reply_to, g.thread, g.edited_at, g.deleted
      from history.messages g
      where g.actor_id = $1 and not g.deleted
        and (g.at, g.room_id, g.seq)
          < (coalesce($2::timestamptz, 'infinity'), $3::text collate "C", $4::bigint)
        and exists (
          select from rooms.members m where m.room_id = g.room_id and m.user_id = $1)
      order by g.at desc, g.room_id desc, g.seq desc
      limit $5\
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
    Future<RowSet<Row>> rows;
    if (page.around() != null) {
      long half = limit / 2;
      rows = sql.query(AROUND, room, reader.value(), page.around(), half, limit - half);
    } else if (page.after() != null) {
      rows = sql.query(OLDEST_ABOVE, room, reader.value(), page.after(), below, limit);
    } else {
      long skip = page.offset() == null ? 0 : page.offset();
      rows = sql.query(NEWEST_BELOW, room, reader.value(), below, limit, skip);
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
        messages.add(message(row));
      }
    }
    return Optional.of(new Excerpt(head, messages));
  }

  @Override
  public Future<List<Message>> by(UserId author, Place below, int limit) {
    boolean fromNewest = below == null;
    return sql.query(
            BY_ACTOR,
            author.value(),
            fromNewest ? null : Sql.time(below.at()),
            fromNewest ? "" : below.room().value(),
            fromNewest ? 0L : below.seq(),
            (long) limit)
        .map(rows -> rows.stream().map(SqlTranscripts::message).toList());
  }

  private static Message message(Row row) {
    String clientId = row.getString("client_id");
    return new Messages.Message(
        new RoomId(row.getString("room_id")),
        row.getLong("seq"),
        new Person(new UserId(row.getString("actor_id")), row.getString("actor_name")),
        Sql.instant(row, "at"),
        row.getString("content"),
        clientId == null ? null : new ClientId(clientId),
        Sql.instant(row, "edited_at"),
        row.getBoolean("deleted") ? true : null,
        row.getLong("reply_to"),
        row.getLong("thread"),
        List.of());
  }
}
