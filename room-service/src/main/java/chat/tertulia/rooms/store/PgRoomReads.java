package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Membership;
import chat.tertulia.rooms.domain.Preference;
import chat.tertulia.rooms.domain.RoomReads;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.shared.contract.Moderation.Ban;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions about rooms, each one statement without a lock. */
public final class PgRoomReads implements RoomReads {
  private static final String MINE =
      """
      select r.id, r.name, r.kind, r.topic, r.code, r.password_hash, r.member_count, r.created_at,
             r.description, r.post_by, r.slow_s, r.archived_at, r.newcomers_see, r.retention_days,
             m.role, case when m.muted_until > now() then m.muted_until end as muted_until,
             p.favourite, p.muted, p.notify_level, p.hidden_at,
             r.kind = 'direct' and r.member_count = 2 and exists (
               select from rooms.members o
                 join rooms.blocks b on b.user_id = m.user_id and b.blocked_id = o.user_id
                where o.room_id = r.id) as blocked
        from rooms.members m
        join rooms.rooms r on r.id = m.room_id
        left join rooms.preferences p on p.room_id = m.room_id and p.user_id = m.user_id
       where m.user_id = $1 and m.room_id > $2
       order by m.room_id
       limit $3
      """;

  private static final String MINE_ONE =
      """
      select r.id, r.name, r.kind, r.topic, r.code, r.password_hash, r.member_count, r.created_at,
             r.description, r.post_by, r.slow_s, r.archived_at, r.newcomers_see, r.retention_days,
             m.role, case when m.muted_until > now() then m.muted_until end as muted_until,
             p.favourite, p.muted, p.notify_level, p.hidden_at,
             r.kind = 'direct' and r.member_count = 2 and exists (
               select from rooms.members o
                 join rooms.blocks b on b.user_id = m.user_id and b.blocked_id = o.user_id
                where o.room_id = r.id) as blocked
        from rooms.members m
        join rooms.rooms r on r.id = m.room_id
        left join rooms.preferences p on p.room_id = m.room_id and p.user_id = m.user_id
       where m.room_id = $1 and m.user_id = $2
      """;

  private static final String PLACES =
      """
      select user_id, room_id
        from rooms.members
       where user_id = any($1)
      """;

  private static final String SHARED_PLACES =
      """
      select m.user_id, m.room_id
        from rooms.members m
       where m.user_id = any($1)
         and m.room_id in (select mine.room_id from rooms.members mine where mine.user_id = $2)
      """;

  private static final String DOOR =
      """
      select id, name, kind, topic, code, password_hash, member_count, created_at,
             description, post_by, slow_s, archived_at, newcomers_see, retention_days
        from rooms.rooms
       where id = $1
      """;

  private static final String BY_CODE = "select id from rooms.rooms where code = $1";

  private static final String BY_INVITE = "select room_id as id from rooms.invites where code = $1";

  private static final String PEOPLE =
      """
      select room_id, user_id, name
        from rooms.members
       where room_id = any($1)
       order by room_id, joined_seq
      """;

  private static final String PUBLIC =
      """
      select id, name, kind, topic, code, password_hash, member_count, created_at,
             description, post_by, slow_s, archived_at, newcomers_see, retention_days
        from rooms.rooms
       where kind = 'public' and (name_key, id) > ($1, $2)
       order by name_key, id
       limit $3
      """;

  private static final String PUBLIC_LIKE =
      """
      select id, name, kind, topic, code, password_hash, member_count, created_at,
             description, post_by, slow_s, archived_at, newcomers_see, retention_days
        from rooms.rooms
       where kind = 'public' and search_text like $4 and (name_key, id) > ($1, $2)
       order by name_key, id
       limit $3
      """;

  private static final String MEMBER =
      """
      select user_id, name as member_name, role, joined_seq, joined_at,
             case when muted_until > now() then muted_until end as muted_until
        from rooms.members
       where room_id = $1 and user_id = $2
      """;

  /** One row without a member when the reader is in the room and the page is empty. */
  private static final String MEMBERS =
      """
      select m.user_id, m.name as member_name, m.role, m.joined_seq, m.joined_at, m.muted_until
        from rooms.members me
        left join lateral (
          select o.user_id, o.name, o.role, o.joined_seq, o.joined_at,
                 case when o.muted_until > now() then o.muted_until end as muted_until
            from rooms.members o
           where o.room_id = me.room_id and o.joined_seq > $3
           order by o.joined_seq
           limit $4) m on true
       where me.room_id = $1 and me.user_id = $2
       order by m.joined_seq
      """;

  private static final String BANS =
      """
      select user_id, name, banned_by, banned_at, until, reason
        from rooms.bans
       where room_id = $1 and (until is null or until > now())
         and (banned_at, user_id) > (to_timestamp($2::float8 / 1000), $3::text collate "C")
       order by banned_at, user_id
       limit $4
      """;

  private static final String BAN =
      """
      select user_id, name, banned_by, banned_at, until, reason
        from rooms.bans
       where room_id = $1 and user_id = $2 and (until is null or until > now())
      """;

  private final Database database;

  public PgRoomReads(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<MyRoom>> roomsOf(UserId user, String aboveId, int limit) {
    return database
        .query(MINE, user.value(), aboveId, limit)
        .map(rows -> Rows.list(rows, PgRoomReads::myRoom));
  }

  @Override
  public Future<Map<UserId, List<RoomId>>> placesOf(List<UserId> users, UserId with) {
    Object ids = Rows.texts(users, UserId::value);
    Future<RowSet<Row>> rows =
        with == null
            ? database.query(PLACES, ids)
            : database.query(SHARED_PLACES, ids, with.value());
    return rows.map(
        found -> {
          var places = new HashMap<UserId, List<RoomId>>();
          for (Row row : found) {
            places
                .computeIfAbsent(new UserId(row.getString("user_id")), u -> new ArrayList<>())
                .add(new RoomId(row.getString("room_id")));
          }
          return places;
        });
  }

  @Override
  public Future<Optional<MyRoom>> roomOf(UserId user, RoomId room) {
    return database
        .query(MINE_ONE, room.value(), user.value())
        .map(rows -> first(Rows.list(rows, PgRoomReads::myRoom)));
  }

  private static MyRoom myRoom(Row row) {
    return new MyRoom(
        Rows.room(row),
        Role.of(row.getString("role")),
        preference(row),
        Rows.at(row, "muted_until"));
  }

  private static Preference preference(Row row) {
    boolean none = row.getBoolean("favourite") == null;
    // The room of two of whom one blocked the other stays out of that one's sight.
    Long hiddenAt = row.getBoolean("blocked") ? (Long) Long.MAX_VALUE : row.getLong("hidden_at");
    return new Preference(
        !none && row.getBoolean("favourite"),
        !none && row.getBoolean("muted"),
        none ? Preference.NONE.notifyLevel() : row.getString("notify_level"),
        hiddenAt);
  }

  @Override
  public Future<Optional<RoomRecord>> door(RoomId room) {
    return database.query(DOOR, room.value()).map(rows -> first(Rows.list(rows, Rows::room)));
  }

  @Override
  public Future<Optional<RoomId>> byCode(String code) {
    return database.query(BY_CODE, code).map(PgRoomReads::id);
  }

  @Override
  public Future<Optional<RoomId>> byInvite(String code) {
    return database.query(BY_INVITE, code).map(PgRoomReads::id);
  }

  private static Optional<RoomId> id(RowSet<Row> rows) {
    return first(Rows.list(rows, row -> new RoomId(row.getString("id"))));
  }

  @Override
  public Future<Map<RoomId, List<Person>>> peopleOf(Collection<RoomId> rooms) {
    Object ids = Rows.texts(rooms, RoomId::value);
    return database
        .query(PEOPLE, ids)
        .map(
            rows -> {
              var people = new HashMap<RoomId, List<Person>>();
              for (Row row : rows) {
                people
                    .computeIfAbsent(new RoomId(row.getString("room_id")), r -> new ArrayList<>())
                    .add(new Person(new UserId(row.getString("user_id")), row.getString("name")));
              }
              return people;
            });
  }

  @Override
  public Future<List<RoomRecord>> publicRooms(
      String pattern, String afterKey, String afterId, int limit) {
    Future<RowSet<Row>> rows =
        pattern.isEmpty()
            ? database.query(PUBLIC, afterKey, afterId, limit)
            : database.query(PUBLIC_LIKE, afterKey, afterId, limit, pattern);
    return rows.map(found -> Rows.list(found, Rows::room));
  }

  @Override
  public Future<Membership> memberOf(RoomId room, UserId user) {
    return database
        .query(MEMBER, room.value(), user.value())
        .map(rows -> first(Rows.list(rows, Rows::membership)).orElseThrow(Problem::notFound));
  }

  @Override
  public Future<Optional<List<Membership>>> membersOf(
      RoomId room, UserId reader, long after, int limit) {
    return database
        .query(MEMBERS, room.value(), reader.value(), after, limit)
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              boolean past = rows.iterator().next().getString("user_id") == null;
              return Optional.of(past ? List.of() : Rows.list(rows, Rows::membership));
            });
  }

  @Override
  public Future<List<Ban>> bansOf(RoomId room, long afterMs, String afterUser, int limit) {
    return database
        .query(BANS, room.value(), (double) afterMs, afterUser, limit)
        .map(rows -> Rows.list(rows, PgRoomReads::ban));
  }

  @Override
  public Future<Ban> banOf(RoomId room, UserId user) {
    return database
        .query(BAN, room.value(), user.value())
        .map(rows -> first(Rows.list(rows, PgRoomReads::ban)).orElseThrow(Problem::notFound));
  }

  private static Ban ban(Row row) {
    return new Ban(
        new Person(new UserId(row.getString("user_id")), row.getString("name")),
        new UserId(row.getString("banned_by")),
        Rows.at(row, "banned_at"),
        Rows.at(row, "until"),
        row.getString("reason"));
  }

  private static <T> Optional<T> first(List<T> found) {
    return found.stream().findFirst();
  }
}
