package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Membership;
import chat.tertulia.rooms.domain.Names;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.rooms.domain.RoomState;
import chat.tertulia.rooms.domain.Step;
import chat.tertulia.rooms.store.RoomLog.Appended;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
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
      insert into rooms.members (room_id, user_id, name, name_from, role, joined_seq, joined_at)
      select $1, n.user_id, n.name, n.name_from, n.role, n.joined_seq, $7
        from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::bigint[])
          as n (user_id, name, name_from, role, joined_seq)
      """;

  private static final String PARDON =
      "delete from rooms.bans where room_id = $1 and user_id = any($2)";

  private static final String END = "delete from rooms.members where room_id = $1 and user_id = $2";

  private static final String BAN =
      """
      insert into rooms.bans (room_id, user_id, banned_by) values ($1, $2, $3)
      on conflict do nothing
      """;

  private static final String GRANT =
      "update rooms.members set role = $3 where room_id = $1 and user_id = $2";

  private static final String COUNT =
      """
      update rooms.rooms
         set member_count = member_count + $2,
             empty_since = case when member_count + $2 = 0 then now() end
       where id = $1
      returning id, name, kind, topic, code, password_hash, member_count, created_at
      """;

  private static final String ALTER =
      """
      update rooms.rooms
         set name = $2, topic = $3, name_key = $4, search_text = $5
       where id = $1
      """;

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
        case Step.Alter alter -> work.add(alter(c, room, alter));
        case Step.Open _ -> throw new IllegalStateException("a room opens once");
      }
    }
    if (!adds.isEmpty()) {
      work.add(pardon(c, room.id(), adds));
      work.add(add(c, room.id(), adds, log));
    }
    var counted = c.preparedQuery(COUNT).execute(Tuple.of(room.id().value(), more));
    work.add(counted);
    return Future.all(work).map(ok -> Rows.room(counted.result().iterator().next()));
  }

  /** Inserts the people with the numbers of their entries. */
  static Future<?> add(SqlConnection c, RoomId room, List<Step.Add> adds, Appended log) {
    var seqs =
        log.entries().stream()
            .filter(e -> "joined".equals(e.change()))
            .map(LogEntry::seq)
            .toArray(Long[]::new);
    return c.preparedQuery(ADD)
        .execute(
            Tuple.of(
                room.value(),
                Rows.texts(adds, a -> a.person().id().value()),
                Rows.texts(adds, a -> a.person().name()),
                adds.stream().map(a -> utc(a.nameFrom())).toArray(OffsetDateTime[]::new),
                Rows.texts(adds, a -> a.role().value()),
                seqs,
                utc(log.at())));
  }

  private static Future<?> pardon(SqlConnection c, RoomId room, List<Step.Add> adds) {
    Object people = Rows.texts(adds, a -> a.person().id().value());
    return c.preparedQuery(PARDON).execute(Tuple.of(room.value(), people));
  }

  private static Future<?> end(SqlConnection c, RoomId room, Caller actor, Step.End end) {
    String user = end.person().id().value();
    Future<?> ended = c.preparedQuery(END).execute(Tuple.of(room.value(), user));
    return end.how() == Step.End.How.BANNED
        ? Future.join(
            ended, c.preparedQuery(BAN).execute(Tuple.of(room.value(), user, actor.user().value())))
        : ended;
  }

  private static Future<?> grant(SqlConnection c, RoomId room, Step.Grant grant) {
    return c.preparedQuery(GRANT)
        .execute(Tuple.of(room.value(), grant.person().id().value(), grant.role().value()));
  }

  private static Future<?> alter(SqlConnection c, RoomRecord room, Step.Alter alter) {
    String name = alter.name() == null ? room.name() : alter.name();
    String topic = alter.topic() == null ? room.topic() : alter.topic();
    return c.preparedQuery(ALTER)
        .execute(
            Tuple.of(
                room.id().value(), name, topic, Names.key(name), Names.searchText(name, topic)));
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
