package chat.tertulia.history.store;

import chat.tertulia.history.domain.RoomLog;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log in PostgreSQL. */
public final class SqlRoomLog implements RoomLog {
  /**
   * Bodies in one answer, in bytes: the entry that reaches this is the last. Keeps what crosses the
   * bus small.
   */
  public static final int MAX_BODY_BYTES = 1 << 20;

  /**
   * Entries that one answer about changes looks at. More than one transaction appends, so that a
   * cut answer always goes on from a later one.
   */
  public static final int MAX_CHANGES = 10_000;

  private static final String READ =
      """
      select h.last_seq, h.purged_seq, coalesce(m.visible_from, 0) as visible_from,
        e.seq, e.kind, e.actor_id, e.actor_name, e.at, e.body
      from history.heads h
      left join rooms.members m on m.room_id = h.room_id and m.user_id = $2
      left join lateral (
        select n.seq, n.kind, n.actor_id, n.actor_name, n.at, n.body,
          sum(octet_length(n.body)) over (order by n.seq) - octet_length(n.body) as bytes_before
        from (
          select l.seq, l.actor_id, l.actor_name, l.at,
            case when l.seq < m.visible_from then 'hidden' else l.kind end as kind,
            case when l.seq < m.visible_from then '{}' else l.body end as body
          from history.entries l
          where l.room_id = h.room_id and l.seq > $3
          order by l.seq
          limit $4
        ) n
      ) e on e.bytes_before < $5
      where h.room_id = $1
        and ($2::text is null or m.user_id is not null)
      order by e.seq\
      """;

  private static final String STANDINGS =
      """
      select h.last_seq, h.purged_seq, m.visible_from
      from unnest($1::text[], $2::text[]) with ordinality as q (room_id, user_id, idx)
      left join rooms.members m on m.room_id = q.room_id and m.user_id = q.user_id
      left join history.heads h on h.room_id = m.room_id
      order by q.idx\
      """;

  private static final String CURSOR_ONLY = "select pg_current_snapshot()::text as snapshot";

  /**
   * Commits become visible out of the order of their transaction ids, so the cursor is a snapshot:
   * new is what had not begun or had not ended by then. Nothing visible has an id beyond the
   * present snapshot, except rows restored from another server, which the upper bound leaves out.
   */
  static final String CHANGED =
      """
      with known as (select $1::text::pg_snapshot as s),
      fresh as materialized (
        select f.room_id, f.seq, f.xid
        from (
          (select e.room_id, e.seq, e.xid
          from history.entries e
          where e.xid = any (array (select pg_snapshot_xip(k.s) from known k))
          order by e.xid
          limit $2)
          union all
          (select e.room_id, e.seq, e.xid
          from history.entries e
          where e.xid >= (select pg_snapshot_xmax(k.s) from known k)
            and e.xid < pg_snapshot_xmax(pg_current_snapshot())
          order by e.xid
          limit $2)
        ) f
        order by f.xid
        limit $2
      )
      select pg_current_snapshot()::text as snapshot, t.changes, t.last_xid, c.room_id, c.head
      from (select count(*) as changes, max(f.xid)::text as last_xid from fresh f) t
      left join (
        select f.room_id, max(f.seq) as head from fresh f group by f.room_id
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
    var entries = new ArrayList<LogEntry>(rows.size());
    for (Row row : rows) {
      if (row.getLong("seq") != null) {
        entries.add(entry(room, row));
      }
    }
    Row any = rows.iterator().next();
    return Optional.of(
        new Slice(
            any.getLong("last_seq"),
            entries,
            any.getLong("visible_from"),
            any.getLong("purged_seq")));
  }

  private static LogEntry entry(RoomId room, Row row) {
    long seq = row.getLong("seq");
    String kind = row.getString("kind");
    if (kind.equals(LogEntry.HIDDEN)) {
      return LogEntry.hidden(room, seq, Sql.instant(row, "at"));
    }
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
  public Future<List<Optional<Slice>>> standings(List<Asker> askers) {
    Object rooms = askers.stream().map(a -> a.room().value()).toArray(String[]::new);
    Object readers = askers.stream().map(a -> a.reader().value()).toArray(String[]::new);
    return sql.query(STANDINGS, rooms, readers)
        .map(
            rows -> {
              var all = new ArrayList<Optional<Slice>>(rows.size());
              rows.forEach(row -> all.add(standing(row)));
              return all;
            });
  }

  private static Optional<Slice> standing(Row row) {
    Long head = row.getLong("last_seq");
    return head == null
        ? Optional.empty()
        : Optional.of(
            new Slice(head, List.of(), row.getLong("visible_from"), row.getLong("purged_seq")));
  }

  @Override
  public Future<Changed> changedSince(String cursor) {
    if (cursor == null) {
      return sql.query(CURSOR_ONLY)
          .map(rows -> new Changed(snapshot(rows.iterator().next()).text(), Map.of(), false));
    }
    Snapshot known = Snapshot.read(cursor);
    return sql.query(CHANGED, known.text(), (long) MAX_CHANGES).map(SqlRoomLog::changed);
  }

  private static Changed changed(RowSet<Row> rows) {
    var heads = new HashMap<RoomId, Long>();
    for (Row row : rows) {
      String room = row.getString("room_id");
      if (room != null) {
        heads.put(new RoomId(room), row.getLong("head"));
      }
    }
    Row first = rows.iterator().next();
    boolean cut = first.getLong("changes") == MAX_CHANGES;
    Snapshot now = snapshot(first);
    Snapshot seen = cut ? now.before(Long.parseLong(first.getString("last_xid"))) : now;
    return new Changed(seen.text(), heads, cut);
  }

  private static Snapshot snapshot(Row row) {
    return Snapshot.read(row.getString("snapshot"));
  }

  @Override
  public Future<String> epoch() {
    return sql.query(EPOCH).map(rows -> rows.iterator().next().getString("epoch"));
  }
}
