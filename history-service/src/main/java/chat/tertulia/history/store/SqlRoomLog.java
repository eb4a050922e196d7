package chat.tertulia.history.store;

import chat.tertulia.history.domain.RoomLog;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** The log in PostgreSQL. */
public final class SqlRoomLog implements RoomLog {
  /**
   * Bodies in one answer, in bytes: the entry that reaches this is the last. Keeps what crosses the
   * bus small.
   */
  public static final int MAX_BODY_BYTES = 1 << 20;

  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,19}");

  private static final String READ =
      """
      select h.last_seq, e.seq, e.kind, e.actor_id, e.actor_name, e.at, e.body
      from history.heads h
      left join lateral (
        select n.seq, n.kind, n.actor_id, n.actor_name, n.at, n.body,
          sum(octet_length(n.body)) over (order by n.seq) - octet_length(n.body) as bytes_before
        from (
          select seq, kind, actor_id, actor_name, at, body
          from history.entries
          where room_id = h.room_id and seq > $3
          order by seq
          limit $4
        ) n
      ) e on e.bytes_before < $5
      where h.room_id = $1
        and ($2::text is null or exists (
          select from rooms.members m where m.room_id = h.room_id and m.user_id = $2))
      order by e.seq\
      """;

  private static final String CURSOR_ONLY =
      "select pg_snapshot_xmin(pg_current_snapshot())::text as cursor";

  /**
   * Commits become visible out of the order of their transaction ids, so the cursor is the oldest
   * id that was still under way: whatever this answer could not see has that id or a later one.
   * Nothing visible has an id beyond the snapshot, except rows restored from another server, which
   * the upper bound leaves out.
   */
  private static final String CHANGED =
      """
      select pg_snapshot_xmin(s.now)::text as cursor, c.room_id, c.head
      from (select pg_current_snapshot() as now) s
      left join lateral (
        select e.room_id, max(e.seq) as head
        from history.entries e
        where e.xid >= $1::text::xid8 and e.xid < pg_snapshot_xmax(s.now)
        group by e.room_id
      ) c on true\
      """;

  private static final String EPOCH = "select history.current_epoch() as epoch";

  private final Sql sql;

  public SqlRoomLog(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<Optional<Slice>> read(RoomId room, UserId reader, long after, int limit) {
    String user = reader == null ? null : reader.value();
    return sql.query(READ, room.value(), user, after, (long) limit, (long) MAX_BODY_BYTES)
        .map(rows -> slice(room, rows));
  }

  private static Optional<Slice> slice(RoomId room, RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    long head = 0;
    var entries = new ArrayList<LogEntry>(rows.size());
    for (Row row : rows) {
      head = row.getLong("last_seq");
      if (row.getLong("seq") != null) {
        entries.add(entry(room, row));
      }
    }
    return Optional.of(new Slice(head, entries));
  }

  private static LogEntry entry(RoomId room, Row row) {
    long seq = row.getLong("seq");
    String kind = row.getString("kind");
    String body = row.getString("body");
    var actor = new Person(new UserId(row.getString("actor_id")), row.getString("actor_name"));
    String json = LogEntry.frameBody(seq, kind, actor, Sql.instant(row, "at"), body);
    if (!kind.equals("member")) {
      return new LogEntry(room, seq, kind, null, null, json);
    }
    var fields = Json.readObject(body);
    var subject = new UserId(fields.path("user").path("id").asText());
    return new LogEntry(room, seq, kind, subject, fields.path("change").asText(), json);
  }

  @Override
  public Future<Changed> changedSince(String cursor) {
    if (cursor == null) {
      return sql.query(CURSOR_ONLY).map(SqlRoomLog::changed);
    }
    if (!CURSOR.matcher(cursor).matches()) {
      return Future.failedFuture(Problem.field("cursor", "must be one from an earlier answer"));
    }
    return sql.query(CHANGED, cursor).map(SqlRoomLog::changed);
  }

  private static Changed changed(RowSet<Row> rows) {
    String cursor = null;
    var heads = new HashMap<RoomId, Long>();
    for (Row row : rows) {
      cursor = row.getString("cursor");
      String room = row.size() == 1 ? null : row.getString("room_id");
      if (room != null) {
        heads.put(new RoomId(room), row.getLong("head"));
      }
    }
    return new Changed(cursor, heads);
  }

  @Override
  public Future<String> epoch() {
    return sql.query(EPOCH).map(rows -> rows.iterator().next().getString("epoch"));
  }
}
