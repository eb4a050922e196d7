package chat.tertulia.history.search.store;

import chat.tertulia.history.search.domain.Finds;
import chat.tertulia.history.search.domain.Question.Part;
import chat.tertulia.history.search.domain.Words;
import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The index in PostgreSQL. Membership is checked with every match and again with every message. */
public final class SqlFinds implements Finds {
  /**
   * Settings its connections must have: the plan is made without looking at what is asked, so that
   * no statistics talk PostgreSQL out of the index.
   */
  public static final Map<String, String> CONNECTION =
      Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");

  static final String FIELD =
      """
      select now() as now, array(
        select history.room_key(m.room_id) from rooms.members m
        where m.user_id = $1 and ($2::text is null or m.room_id = $2)) as rooms\
      """;

  // The oldest words come first as the table is read, and what is frequent came early.
  static final String WORDS =
      """
      select p.place::int as place, v.word
      from unnest($1::text[], $2::text[], $3::text[]) with ordinality
        as p (part, fit, grams, place)
      cross join lateral (
        select w.word from history.vocabulary w
        where w.grams @> string_to_array(p.grams, ' ') collate "C"
          and case p.fit
            when 'begin' then starts_with(w.word, p.part)
            when 'end' then right(w.word, length(p.part)) = p.part
            else strpos(w.word, p.part) > 0
          end
        limit $4
      ) v\
      """;

  /** One window of a search. */
  public static final String NEWEST =
      """
      select f.room_id, f.seq, f.at
      from history.findable f
      join rooms.members m on m.room_id = f.room_id and m.user_id = $1
      where f.keys && $2::bigint[] and f.keys && $3::bigint[] and f.words @@ $4::text::tsquery
        and (f.at, f.room_id, f.seq) < ($5::timestamptz, $6::text, $7::bigint)
        and f.at >= $8::timestamptz and f.seq >= m.visible_from
      order by f.at desc, f.room_id desc, f.seq desc
      limit $9\
      """;

  private static final String RANKED =
      """
      select f.room_id, f.seq, f.at
      from unnest($1::text[], $2::bigint[]) as p (room_id, seq)
      join history.findable f on f.room_id = p.room_id and f.seq = p.seq
      order by ts_rank(f.words, $3::text::tsquery) desc, f.at desc, f.room_id desc, f.seq desc\
      """;

  static final String MESSAGES =
      """
      select g.room_id, g.seq, g.actor_id, g.actor_name, g.at, g.content, g.reply_to, g.thread,
        g.edited_at, g.attachments
      from unnest($2::text[], $3::bigint[]) with ordinality as p (room_id, seq, place)
      join rooms.members m on m.room_id = p.room_id and m.user_id = $1
      join history.messages g on g.room_id = p.room_id and g.seq = p.seq
      where not g.deleted and g.content is not null and g.seq >= m.visible_from
      order by p.place\
      """;

  private final Database database;

  public SqlFinds(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<Field>> field(UserId seeker, RoomId room) {
    return database
        .query(FIELD, seeker.value(), room == null ? null : room.value())
        .map(rows -> field(rows.iterator().next(), room != null));
  }

  private static Optional<Field> field(Row row, boolean oneRoom) {
    Long[] keys = row.getArrayOfLongs("rooms");
    if (oneRoom && keys.length == 0) {
      return Optional.empty();
    }
    return Optional.of(new Field(List.of(keys), row.getOffsetDateTime("now").toInstant()));
  }

  @Override
  public Future<Map<Part, List<String>>> words(Collection<Part> parts) {
    if (parts.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<Part> asked = List.copyOf(parts);
    Object texts = asked.stream().map(Part::text).toArray(String[]::new);
    Object fits =
        asked.stream().map(p -> p.fit().name().toLowerCase(Locale.ROOT)).toArray(String[]::new);
    Object grams =
        asked.stream().map(p -> String.join(" ", Words.grams(p.text()))).toArray(String[]::new);
    return database
        .query(WORDS, texts, fits, grams, (long) MAX_WORDS)
        .map(
            rows -> {
              var words = new HashMap<Part, List<String>>();
              for (Row row : rows) {
                Part part = asked.get(row.getInteger("place") - 1);
                words.computeIfAbsent(part, none -> new ArrayList<>()).add(row.getString("word"));
              }
              return words;
            });
  }

  @Override
  public Future<List<Place>> newest(
      UserId seeker,
      List<Long> rooms,
      List<Long> window,
      String asked,
      Below below,
      Instant since,
      int limit) {
    return database
        .query(
            NEWEST,
            seeker.value(),
            rooms.toArray(Long[]::new),
            window.toArray(Long[]::new),
            asked,
            time(below.at()),
            below.room(),
            below.seq(),
            time(since),
            (long) limit)
        .map(SqlFinds::places);
  }

  @Override
  public Future<List<Place>> ranked(List<Place> places, String asked) {
    return database.query(RANKED, rooms(places), seqs(places), asked).map(SqlFinds::places);
  }

  private static List<Place> places(RowSet<Row> rows) {
    return rows.stream().map(SqlFinds::place).toList();
  }

  private static Place place(Row row) {
    return new Place(
        row.getOffsetDateTime("at").toInstant(),
        new RoomId(row.getString("room_id")),
        row.getLong("seq"));
  }

  @Override
  public Future<List<Found>> messages(UserId seeker, List<Place> places) {
    return database
        .query(MESSAGES, seeker.value(), rooms(places), seqs(places))
        .map(rows -> rows.stream().map(SqlFinds::found).toList());
  }

  private static Found found(Row row) {
    OffsetDateTime edited = row.getOffsetDateTime("edited_at");
    return new Found(
        place(row),
        new Person(new UserId(row.getString("actor_id")), row.getString("actor_name")),
        row.getString("content"),
        edited == null ? null : edited.toInstant(),
        row.getLong("reply_to"),
        row.getLong("thread"),
        Json.list(row.getString("attachments"), Attachment.class));
  }

  private static Object rooms(List<Place> places) {
    return places.stream().map(p -> p.room().value()).toArray(String[]::new);
  }

  private static Object seqs(List<Place> places) {
    return places.stream().map(Place::seq).toArray(Long[]::new);
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
