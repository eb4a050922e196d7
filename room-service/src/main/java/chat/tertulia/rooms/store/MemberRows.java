package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Membership;
import chat.tertulia.rooms.domain.Names;
import chat.tertulia.rooms.domain.RoomPolicy;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.rooms.domain.RoomState;
import chat.tertulia.rooms.domain.Step;
import chat.tertulia.rooms.store.RoomLog.Appended;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.NewcomersSee;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Brings the tables to what the steps of a change say. */
final class MemberRows {
  private static final String ADD =
      """
      insert into rooms.members
        (room_id, user_id, name, name_from, role, joined_seq, joined_at, visible_from)
      select $1, n.user_id, n.name, n.name_from, n.role, n.joined_seq, $7,
             case when $8 then n.joined_seq else 0 end
        from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::bigint[])
          as n (user_id, name, name_from, role, joined_seq)
      """;

  private static final String PARDON =
      "delete from rooms.bans where room_id = $1 and user_id = any($2)";

  private static final String END = "delete from rooms.members where room_id = $1 and user_id = $2";

  private static final String BAN =
      """
      insert into rooms.bans (room_id, user_id, banned_by, name, reason, until, banned_at)
      values ($1, $2, $3, $4, $5, $6, date_trunc('milliseconds', clock_timestamp()))
      on conflict (room_id, user_id) do update
         set banned_by = excluded.banned_by, banned_at = excluded.banned_at, name = excluded.name,
             reason = excluded.reason, until = excluded.until
      """;

  private static final String GRANT =
      "update rooms.members set role = $3 where room_id = $1 and user_id = $2";

  private static final String COUNT =
      """
      update rooms.rooms
         set member_count = member_count + $2,
             empty_since = case when member_count + $2 = 0 then now() end
       where id = $1
      returning id, name, kind, topic, code, password_hash, member_count, created_at,
             description, post_by, slow_s, archived_at, newcomers_see, retention_days
      """;

  private static final String ALTER =
      """
      update rooms.rooms
         set name = $2, topic = $3, name_key = $4, search_text = $5,
             password_hash = nullif(coalesce($6, password_hash), ''), description = $7,
             post_by = $8, slow_s = $9,
             archived_at = case when $10 then coalesce(archived_at, now()) end,
             newcomers_see = $11, retention_days = nullif($12, 0),
             purge_at = case when $12 > 0 then now() end
       where id = $1
      """;

  private static final String MUTE =
      "update rooms.members set muted_until = $3 where room_id = $1 and user_id = $2";

  private static final String TELL_LOG = "select history.set_policy($1, $2, $3)";

  private static final String FRESHEN =
      """
      update rooms.members
         set name = $3, name_from = $4
       where room_id = $1 and user_id = $2 and name_from < $4
      """;

  private MemberRows() {}

  /** Carries out the steps and gives the room as it is then. */
  static Future<RoomRecord> apply(
      SqlConnection c, RoomRecord room, Caller actor, List<Step> steps, Appended log) {
    var adds = new ArrayList<Step.Add>();
    var mutes = new ArrayList<Step.Mute>();
    var work = new ArrayList<Future<?>>();
    int more = 0;
    for (Step step : steps) {
      switch (step) {
        case Step.Add add -> {
          adds.add(add);
          more++;
        }
        case Step.End end -> {
          work.add(end(c, room.id(), actor, end));
          more--;
        }
        case Step.Grant grant -> work.add(grant(c, room.id(), grant));
        case Step.Mute mute -> mutes.add(mute);
        case Step.Bar bar -> work.add(ban(c, room.id(), actor, bar.person(), bar.terms()));
        case Step.Pardon pardon -> work.add(pardon(c, room.id(), List.of(pardon.person())));
        case Step.Alter alter -> work.add(alter(c, room, alter));
        case Step.Purged _ -> throw new IllegalStateException("a purge changes no member");
        case Step.Open _ -> throw new IllegalStateException("a room opens once");
      }
    }
    if (!adds.isEmpty()) {
      work.add(pardon(c, room.id(), adds.stream().map(Step.Add::person).toList()));
      work.add(add(c, room, adds, log));
    }
    // Behind the insert of whoever is added muted: one connection keeps the order.
    mutes.forEach(mute -> work.add(mute(c, room.id(), mute)));
    var counted = c.preparedQuery(COUNT).execute(Tuple.of(room.id().value(), more));
    work.add(counted);
    return Future.all(work).map(ok -> Rows.room(counted.result().iterator().next()));
  }

  /** Inserts the people with the numbers of their entries. */
  static Future<?> add(SqlConnection c, RoomRecord room, List<Step.Add> adds, Appended log) {
    var seqs =
        log.entries().stream()
            .filter(e -> "joined".equals(e.change()))
            .map(LogEntry::seq)
            .toArray(Long[]::new);
    return c.preparedQuery(ADD)
        .execute(
            Tuple.of(
                room.id().value(),
                Rows.texts(adds, a -> a.person().id().value()),
                Rows.texts(adds, a -> a.person().name()),
                adds.stream().map(a -> utc(a.nameFrom())).toArray(OffsetDateTime[]::new),
                Rows.texts(adds, a -> a.role().value()),
                seqs,
                utc(log.at()),
                room.policy().newcomersSee() == NewcomersSee.JOINED));
  }

  private static Future<?> pardon(SqlConnection c, RoomId room, List<Person> pardoned) {
    Object people = Rows.texts(pardoned, p -> p.id().value());
    return c.preparedQuery(PARDON).execute(Tuple.of(room.value(), people));
  }

  private static Future<?> end(SqlConnection c, RoomId room, Caller actor, Step.End end) {
    String user = end.person().id().value();
    Future<?> ended = c.preparedQuery(END).execute(Tuple.of(room.value(), user));
    return end.how() == Step.End.How.BANNED
        ? Future.join(ended, ban(c, room, actor, end.person(), end.terms()))
        : ended;
  }

  private static Future<?> ban(
      SqlConnection c, RoomId room, Caller actor, Person person, Step.Terms terms) {
    return c.preparedQuery(BAN)
        .execute(
            Tuple.of(
                room.value(),
                person.id().value(),
                actor.user().value(),
                person.name(),
                terms.reason(),
                terms.until() == null ? null : utc(terms.until())));
  }

  private static Future<?> mute(SqlConnection c, RoomId room, Step.Mute mute) {
    OffsetDateTime until = mute.until() == null ? null : utc(mute.until());
    return c.preparedQuery(MUTE).execute(Tuple.of(room.value(), mute.person().id().value(), until));
  }

  private static Future<?> grant(SqlConnection c, RoomId room, Step.Grant grant) {
    return c.preparedQuery(GRANT)
        .execute(Tuple.of(room.value(), grant.person().id().value(), grant.role().value()));
  }

  private static Future<?> alter(SqlConnection c, RoomRecord room, Step.Alter alter) {
    String name = alter.name() == null ? room.name() : alter.name();
    String topic = alter.topic() == null ? room.topic() : alter.topic();
    RoomPolicy policy = alter.policy() == null ? room.policy() : alter.policy();
    Future<?> altered =
        c.preparedQuery(ALTER)
            .execute(
                Tuple.of(
                    room.id().value(),
                    name,
                    topic,
                    Names.key(name),
                    Names.searchText(name, topic),
                    alter.passwordHash(),
                    policy.description(),
                    policy.postBy().value(),
                    policy.slowSeconds(),
                    policy.archived(),
                    policy.newcomersSee().value(),
                    policy.retentionDays()));
    return alter.policy() == null
        ? altered
        : Future.join(
            altered,
            c.preparedQuery(TELL_LOG)
                .execute(Tuple.of(room.id().value(), policy.postLevel(), policy.slowSeconds())));
  }

  /** Takes over the acting person's name from their token when it is the newer one. */
  static Future<?> freshenName(SqlConnection c, RoomState state, Caller actor) {
    Membership own = state.members().get(actor.user());
    if (own == null || own.person().name().equals(actor.name())) {
      return Future.succeededFuture();
    }
    return c.preparedQuery(FRESHEN)
        .execute(
            Tuple.of(
                state.room().id().value(),
                actor.user().value(),
                actor.name(),
                utc(actor.expires())));
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
