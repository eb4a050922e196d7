package chat.tertulia.history.search.store;

import chat.tertulia.history.search.domain.Question;
import chat.tertulia.history.search.domain.SearchIndex;
import chat.tertulia.history.search.domain.Words;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the log in PostgreSQL. Where it is stands in a row that is locked while one process
 * works; it goes on from a snapshot, because commits become visible out of the order of any number
 * they carry. Belongs to one event loop.
 */
public final class SqlSearchIndex implements SearchIndex {
  /** Messages taken in by one transaction, at most. */
  public static final int MAX_BATCH = 1_000;

  /** Words remembered as known to the vocabulary, at most. */
  static final int MAX_REMEMBERED = 50_000;

  /**
   * What a transaction may take at first. One that failed may take as long as any: it has the whole
   * log to go through, perhaps.
   */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final String STATE =
      """
      select s.epoch, s.snapshot, set_config('statement_timeout', '0', true) as patient
      from history.search_state s for update skip locked\
      """;

  // What had not begun or had not ended by the snapshot; see the query of heads.
  static final String FRESH =
      """
      with known as (select $1::text::pg_snapshot as s)
      select pg_current_snapshot()::text as snapshot, f.room_id, f.seq
      from (select 1) one
      left join (
        select u.room_id, u.seq
        from (
          (select e.room_id, e.seq from history.entries e
          where e.xid = any (array (select pg_snapshot_xip(k.s) from known k))
            and e.kind = 'message')
          union all
          (select e.room_id, e.seq from history.entries e
          where e.xid >= (select pg_snapshot_xmax(k.s) from known k)
            and e.xid < pg_snapshot_xmax(pg_current_snapshot())
            and e.kind = 'message')
        ) u
        limit $2
      ) f on true\
      """;

  // Too many for one batch: they queue up, and the snapshot goes on.
  private static final String QUEUE =
      """
      with known as (select $1::text::pg_snapshot as s),
      queued as (
        insert into history.stale (room_id, seq)
        select e.room_id, e.seq from history.entries e
        where e.xid = any (array (select pg_snapshot_xip(k.s) from known k))
          and e.kind = 'message'
        union all
        select e.room_id, e.seq from history.entries e
        where e.xid >= (select pg_snapshot_xmax(k.s) from known k)
          and e.xid < pg_snapshot_xmax(pg_current_snapshot())
          and e.kind = 'message'
      )
      select pg_current_snapshot()::text as snapshot\
      """;

  // Another life of the data: everything that is not there yet.
  private static final String QUEUE_ALL =
      """
      with queued as (
        insert into history.stale (room_id, seq)
        select e.room_id, e.seq from history.entries e
        where e.kind = 'message' and not exists (
          select from history.findable f where f.room_id = e.room_id and f.seq = e.seq)
      )
      select pg_current_snapshot()::text as snapshot\
      """;

  private static final String DUE =
      """
      delete from history.stale s
      where s.ctid = any (array (
        select d.ctid from history.stale d limit $1 for update skip locked))
      returning s.room_id, s.seq\
      """;

  static final String NOW =
      """
      select p.room_id, p.seq, g.at, g.actor_id, g.content, g.thread,
        coalesce(json_array_length(e.body::json -> 'attachments'), 0) > 0 as has_file
      from (select distinct u.room_id, u.seq from unnest($1::text[], $2::bigint[])
        as u (room_id, seq)) p
      left join lateral (
        select m.at, m.actor_id, m.content, m.thread from history.messages m
        where m.room_id = p.room_id and m.seq = p.seq and not m.deleted
        limit 1) g on true
      left join lateral (
        select n.body from history.entries n
        where n.room_id = p.room_id and n.seq = p.seq and n.kind = 'message'
        limit 1) e on true
      order by g.at, p.room_id, p.seq\
      """;

  private static final String PUT =
      """
      insert into history.findable as f (room_id, seq, at, keys, words)
      select i.room_id, i.seq, i.at, history.find_keys(i.room_id, i.at), i.words::tsvector
      from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[])
        as i (room_id, seq, at, words)
      on conflict (room_id, seq) do update set words = excluded.words
      where f.words <> excluded.words\
      """;

  private static final String DROP =
      """
      delete from history.findable f
      using unnest($1::text[], $2::bigint[]) as i (room_id, seq)
      where f.room_id = i.room_id and f.seq = i.seq\
      """;

  private static final String LEARN =
      """
      insert into history.vocabulary (word, grams)
      select i.word, string_to_array(i.grams, ' ')
      from unnest($1::text[], $2::text[]) as i (word, grams)
      on conflict do nothing\
      """;

  private static final String MOVE = "update history.search_state set epoch = $1, snapshot = $2";

  private final Database database;
  private final Map<String, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  private String knownIn;
  private Duration within = SOON;

  public SqlSearchIndex(Database database) {
    this.database = database;
  }

  private record Ref(String room, long seq) {}

  /** What one transaction takes in. */
  private record Batch(String snapshot, List<Ref> messages, boolean more) {}

  @Override
  public Future<Boolean> follow(String epoch) {
    if (!epoch.equals(knownIn)) {
      known.clear();
      knownIn = epoch;
    }
    Set<String> learnt = new LinkedHashSet<>();
    return database
        .transaction(within, sql -> follow(sql, epoch, learnt))
        .onSuccess(done -> learnt.forEach(word -> known.put(word, true)))
        .onComplete(done -> within = done.succeeded() ? SOON : Database.LONG_WORK);
  }

  private Future<Boolean> follow(SqlConnection sql, String epoch, Set<String> learnt) {
    return sql.preparedQuery(STATE)
        .execute()
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(false)
                    : follow(sql, epoch, rows.iterator().next(), learnt));
  }

  private Future<Boolean> follow(SqlConnection sql, String epoch, Row state, Set<String> learnt) {
    String snapshot = state.getString("snapshot");
    boolean same = epoch.equals(state.getString("epoch"));
    Future<Batch> batch =
        snapshot == null || !same ? queue(sql, QUEUE_ALL, Tuple.tuple()) : fresh(sql, snapshot);
    return batch
        .compose(found -> withDue(sql, found))
        .compose(
            found ->
                take(sql, found.messages(), learnt)
                    .compose(ok -> move(sql, epoch, found, same ? snapshot : null))
                    .map(found.more()));
  }

  private static Future<Batch> queue(SqlConnection sql, String how, Tuple parameters) {
    return sql.preparedQuery(how)
        .execute(parameters)
        .map(rows -> new Batch(rows.iterator().next().getString("snapshot"), List.of(), true));
  }

  private static Future<Batch> fresh(SqlConnection sql, String snapshot) {
    return sql.preparedQuery(FRESH)
        .execute(Tuple.of(snapshot, (long) MAX_BATCH + 1))
        .compose(
            rows -> {
              if (rows.size() > MAX_BATCH) {
                return queue(sql, QUEUE, Tuple.of(snapshot));
              }
              String now = rows.iterator().next().getString("snapshot");
              return Future.succeededFuture(new Batch(now, refs(rows), false));
            });
  }

  private static Future<Batch> withDue(SqlConnection sql, Batch batch) {
    int room = MAX_BATCH - batch.messages().size();
    return sql.preparedQuery(DUE)
        .execute(Tuple.of((long) room))
        .map(
            rows -> {
              var all = new ArrayList<>(batch.messages());
              all.addAll(refs(rows));
              return new Batch(batch.snapshot(), all, batch.more() || rows.size() == room);
            });
  }

  private static List<Ref> refs(RowSet<Row> rows) {
    return rows.stream()
        .filter(row -> row.getString("room_id") != null)
        .map(row -> new Ref(row.getString("room_id"), row.getLong("seq")))
        .toList();
  }

  private Future<?> take(SqlConnection sql, List<Ref> messages, Set<String> learnt) {
    if (messages.isEmpty()) {
      return Future.succeededFuture();
    }
    Object rooms = messages.stream().map(Ref::room).toArray(String[]::new);
    Object seqs = messages.stream().map(Ref::seq).toArray(Long[]::new);
    return sql.preparedQuery(NOW)
        .execute(Tuple.of(rooms, seqs))
        .compose(rows -> put(sql, rows, learnt));
  }

  private Future<?> put(SqlConnection sql, RowSet<Row> rows, Set<String> learnt) {
    var there = new ArrayList<Row>();
    var gone = new ArrayList<Row>();
    rows.forEach(row -> (row.getString("content") == null ? gone : there).add(row));
    Object words = there.stream().map(row -> words(row, learnt)).toArray(String[]::new);
    Object times =
        there.stream().map(row -> row.getOffsetDateTime("at")).toArray(OffsetDateTime[]::new);
    Future<?> put =
        there.isEmpty()
            ? Future.succeededFuture()
            : sql.preparedQuery(PUT).execute(Tuple.of(rooms(there), seqs(there), times, words));
    return put.compose(ok -> drop(sql, gone)).compose(ok -> learn(sql, learnt));
  }

  private static Future<?> drop(SqlConnection sql, List<Row> gone) {
    return gone.isEmpty()
        ? Future.succeededFuture()
        : sql.preparedQuery(DROP).execute(Tuple.of(rooms(gone), seqs(gone)));
  }

  /** New words, in the order of their bytes: nobody else inserts, but deadlocks are not debated. */
  private static Future<?> learn(SqlConnection sql, Set<String> learnt) {
    if (learnt.isEmpty()) {
      return Future.succeededFuture();
    }
    Object words = learnt.toArray(String[]::new);
    Object grams =
        learnt.stream().map(word -> String.join(" ", Words.grams(word))).toArray(String[]::new);
    return sql.preparedQuery(LEARN).execute(Tuple.of(words, grams));
  }

  private static Object rooms(List<Row> rows) {
    return rows.stream().map(row -> row.getString("room_id")).toArray(String[]::new);
  }

  private static Object seqs(List<Row> rows) {
    return rows.stream().map(row -> row.getLong("seq")).toArray(Long[]::new);
  }

  /** Nothing is written while nothing happens: an idle server stays idle. */
  private static Future<?> move(SqlConnection sql, String epoch, Batch batch, String before) {
    boolean nothing = before != null && batch.messages().isEmpty() && !batch.more();
    return nothing
        ? Future.succeededFuture()
        : sql.preparedQuery(MOVE).execute(Tuple.of(epoch, batch.snapshot()));
  }

  /** A message as a {@code tsvector}, and its words that may be new. */
  private String words(Row row, Set<String> learnt) {
    String content = row.getString("content");
    List<Words.Unit> units = Words.cut(content);
    for (Words.Unit unit : units) {
      String word = unit.text();
      boolean hasParts = !unit.single() && word.codePointCount(0, word.length()) > Words.MIN_PART;
      if (hasParts && known.get(word) == null) {
        learnt.add(word);
      }
    }
    var vector = new StringBuilder(content.length() * 2);
    Words.lexemes(units)
        .forEach(
            (lexeme, places) ->
                vector
                    .append(quoted(lexeme))
                    .append(':')
                    .append(
                        places.stream()
                            .limit(255)
                            .map(String::valueOf)
                            .collect(Collectors.joining(",")))
                    .append(' '));
    traits(row, content).forEach(trait -> vector.append(quoted(trait)).append(' '));
    return vector.toString();
  }

  private static List<String> traits(Row row, String content) {
    var traits = new ArrayList<String>();
    traits.add(Question.by(row.getString("actor_id")));
    if (content.contains("https://") || content.contains("http://")) {
      traits.add(Question.LINK);
    }
    if (row.getBoolean("has_file")) {
      traits.add(Question.FILE);
    }
    Long thread = row.getLong("thread");
    if (thread != null) {
      traits.add(Question.THREAD);
      traits.add(Question.inThread(thread));
    }
    return traits;
  }

  private static String quoted(String lexeme) {
    return "'" + lexeme + "'";
  }
}
