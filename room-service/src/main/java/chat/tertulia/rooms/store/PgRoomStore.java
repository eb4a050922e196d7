package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Changed;
import chat.tertulia.rooms.domain.Names;
import chat.tertulia.rooms.domain.Plan;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.rooms.domain.RoomState;
import chat.tertulia.rooms.domain.RoomStore;
import chat.tertulia.rooms.domain.Step;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes of rooms in PostgreSQL.
 *
 * <p>Order of locks, the same everywhere: the room's row, then (inside {@code history.append}) the
 * head of its log. A post locks the head alone and looks at the members afterwards, so it is
 * numbered below a removal or does not see the person any more.
 */
public final class PgRoomStore implements RoomStore {
  private static final String INSERT_ROOM =
      """
      with made as (
        select count(*) as rooms
          from (select 1 from rooms.rooms
                 where created_by = $8 and (kind = 'direct') = ($3 = 'direct')
                 limit $12) as counted),
      begun as (
        insert into rooms.rooms
          (id, name, kind, topic, code, password_hash, direct_key, created_by, member_count,
           name_key, search_text)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 from made where made.rooms < $12
        on conflict do nothing
        returning id, name, kind, topic, code, password_hash, member_count, created_at,
               description, post_by, slow_s, archived_at, newcomers_see, retention_days)
      select made.rooms as made, begun.* from made left join begun on true
      """;

  private static final String BLOCKED =
      """
      select 1
        from rooms.blocks
       where user_id = $1 and blocked_id = any ($2) or user_id = any ($2) and blocked_id = $1
       limit 1
      """;

  private static final String PEOPLE = "select user_id from rooms.members where room_id = $1";

  private static final String DELETE_ROOM =
      """
      with gone as (delete from rooms.rooms where id = $1 returning id)
      select id, history.remove_room(id) is null as done from gone
      """;

  private static final String FIND_DIRECT = "select id from rooms.rooms where direct_key = $1";

  private static final String SWEEP =
      """
      with gone as (
        delete from rooms.rooms
         where id in (
           select id from rooms.rooms
            where empty_since < now() - case kind when 'instant' then $1::float8 else $2::float8 end
                                        * interval '1 millisecond'
            order by empty_since
            limit $3
              for update skip locked)
        returning id)
      select id, history.remove_room(id) is null as done from gone order by id
      """;

  /** Removing a long log takes longer than a request may; only this transaction may run on. */
  private static final String TAKE_YOUR_TIME = "set local statement_timeout = '5min'";

  private static final String SWEEP_BANS =
      """
      delete from rooms.bans
       where ctid in (
         select ctid from rooms.bans where until < now() order by until limit $1
            for update skip locked)
      """;

  private static final String RENAME =
      """
      update rooms.members set name = $2, name_from = $3 where user_id = $1 and name <> $2
      """;

  private final Database database;
  private final RoomTurns turns = new RoomTurns();

  public PgRoomStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<Changed>> create(NewRoom room, Caller actor, int most) {
    return database.transaction(
        c ->
            refuseBlocked(c, room, actor)
                .compose(ok -> insert(c, room, actor, most))
                .compose(
                    inserted ->
                        inserted.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : begin(c, inserted.get(), room, actor).map(Optional::of)));
  }

  /** Nobody begins a direct room with somebody who blocked them, or whom they blocked. */
  private static Future<Void> refuseBlocked(SqlConnection c, NewRoom room, Caller actor) {
    if (room.directKey() == null) {
      return Future.succeededFuture();
    }
    Object people = Rows.texts(room.members(), m -> m.person().id().value());
    return c.preparedQuery(PgBlockStore.LOCK)
        .execute(Tuple.of(room.directKey()))
        .compose(ok -> c.preparedQuery(BLOCKED).execute(Tuple.of(actor.user().value(), people)))
        .map(
            rows -> {
              if (rows.size() > 0) {
                throw Problem.denied("one of these people takes no direct messages from another");
              }
              return null;
            });
  }

  private static Future<Optional<RoomRecord>> insert(
      SqlConnection c, NewRoom newRoom, Caller actor, long most) {
    RoomRecord room = newRoom.room();
    return c.preparedQuery(INSERT_ROOM)
        .execute(
            Tuple.of(
                room.id().value(),
                room.name(),
                room.kind().value(),
                room.topic(),
                room.code(),
                room.passwordHash(),
                newRoom.directKey(),
                actor.user().value(),
                room.memberCount(),
                Names.key(room.name()),
                Names.searchText(room.name(), room.topic()),
                most))
        .map(rows -> begun(rows.iterator().next(), most));
  }

  private static Optional<RoomRecord> begun(Row row, long most) {
    if (row.getString("id") != null) {
      return Optional.of(Rows.room(row));
    }
    if (row.getLong("made") >= most) {
      throw Problem.of(
          ErrorCode.CONFLICT,
          "a person makes at most " + most + " of these rooms, remove one first");
    }
    return Optional.empty();
  }

  private static Future<Changed> begin(
      SqlConnection c, RoomRecord room, NewRoom newRoom, Caller actor) {
    var steps = new ArrayList<Step>();
    steps.add(new Step.Open(room.name(), room.topic(), room.kind()));
    steps.addAll(newRoom.members());
    return RoomLog.append(c, room.id(), actor.person(), steps)
        .compose(
            log ->
                MemberRows.add(c, room, newRoom.members(), log)
                    .map(ok -> new Changed(room, log.entries(), log.at())));
  }

  @Override
  public Future<Changed> change(
      RoomId room, Caller actor, UserId subject, Function<RoomState, Plan> decision) {
    return turns.take(
        room,
        () ->
            database.transaction(
                c ->
                    StateUnderLock.read(c, room, actor.user(), subject)
                        .compose(
                            state ->
                                MemberRows.freshenName(c, state, actor)
                                    .compose(
                                        ok -> carryOut(c, state, actor, decision.apply(state))))));
  }

  private static Future<Changed> carryOut(
      SqlConnection c, RoomState state, Caller actor, Plan plan) {
    RoomRecord room = state.room();
    if (plan.steps().isEmpty()) {
      return Future.succeededFuture(new Changed(room, List.of(), null));
    }
    return InviteUse.spend(c, room.id(), actor.person(), plan.invite())
        .compose(ok -> RoomLog.append(c, room.id(), actor.person(), plan.steps()))
        .compose(
            log ->
                MemberRows.apply(c, room, actor, plan.steps(), log)
                    .map(after -> new Changed(after, log.entries(), log.at())));
  }

  @Override
  public Future<List<UserId>> remove(RoomId room, Caller actor, Consumer<RoomState> check) {
    return turns.take(
        room,
        () ->
            database.transaction(
                Database.LONG_WORK,
                c ->
                    StateUnderLock.read(c, room, actor.user(), actor.user())
                        .compose(
                            state -> {
                              check.accept(state);
                              return patiently(c).compose(ok -> delete(c, room));
                            })));
  }

  private static Future<List<UserId>> delete(SqlConnection c, RoomId room) {
    return c.preparedQuery(PEOPLE)
        .execute(Tuple.of(room.value()))
        .map(rows -> Rows.list(rows, row -> new UserId(row.getString("user_id"))))
        .compose(
            members ->
                c.preparedQuery(DELETE_ROOM).execute(Tuple.of(room.value())).map(ok -> members));
  }

  @Override
  public Future<Optional<RoomId>> findDirect(String directKey) {
    return database
        .query(FIND_DIRECT, directKey)
        .map(
            rows ->
                Rows.list(rows, (Row row) -> new RoomId(row.getString("id"))).stream().findFirst());
  }

  @Override
  public Future<Integer> sweepEmpty(Duration instantLinger, Duration otherLinger, int limit) {
    var parameters = Tuple.of(instantLinger.toMillis(), otherLinger.toMillis(), limit);
    return database.transaction(
        Database.LONG_WORK,
        c ->
            patiently(c)
                .compose(ok -> c.preparedQuery(SWEEP).execute(parameters))
                .map(rows -> rows.size()));
  }

  private static Future<?> patiently(SqlConnection c) {
    return c.query(TAKE_YOUR_TIME).execute();
  }

  @Override
  public Future<List<Changed>> purge(int rooms, int entries) {
    return new Purges(database).run(rooms, entries);
  }

  @Override
  public Future<Integer> sweepBans(int limit) {
    return database.query(SWEEP_BANS, limit).map(rows -> rows.rowCount());
  }

  @Override
  public Future<Void> rename(UserId user, String name) {
    OffsetDateTime from = Instant.now().plus(Names.TOKEN_LIFE).atOffset(ZoneOffset.UTC);
    return database.query(RENAME, user.value(), name, from).mapEmpty();
  }
}
