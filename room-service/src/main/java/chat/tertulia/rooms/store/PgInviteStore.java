package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.InviteStore;
import chat.tertulia.shared.contract.Moderation.InviteUse;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Invite;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Invitations in {@code rooms.invites}. */
public final class PgInviteStore implements InviteStore {
  private static final String MAKE =
      """
      insert into rooms.invites (id, room_id, code, created_by, expires_at, uses_left)
      select $1, $2, $3, $4, now() + $5 * interval '1 second', $6
       where (select count(*) from rooms.invites
               where room_id = $2 and expires_at > now() and uses_left is distinct from 0) < $7
      returning id, code, expires_at, uses_left, created_by, 0::bigint as used
      """;

  private static final String OF =
      """
      select id, code, expires_at, uses_left, created_by,
             (select count(*) from rooms.invite_uses u where u.invite_id = invites.id) as used
        from rooms.invites
       where room_id = $1 and expires_at > now() and uses_left is distinct from 0
       order by created_at, id
      """;

  /** One row without a person when there is such an invitation and the page is empty. */
  private static final String USES =
      """
      select u.user_id, u.name, u.used_at
        from rooms.invites i
        left join lateral (
          select n.user_id, n.name, n.used_at
            from rooms.invite_uses n
           where n.invite_id = i.id
             and (n.used_at, n.user_id)
                 > (to_timestamp($3::float8 / 1000), $4::text collate "C")
           order by n.used_at, n.user_id
           limit $5) u on true
       where i.room_id = $1 and i.id = $2
       order by u.used_at, u.user_id
      """;

  private static final String REVOKE = "delete from rooms.invites where room_id = $1 and id = $2";

  private static final String SWEEP =
      """
      delete from rooms.invites
       where id in (
         select id from rooms.invites
          where expires_at < now()
          order by expires_at
          limit $1
            for update skip locked)
      """;

  private final Database database;

  public PgInviteStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Invite> make(
      RoomId room, UserId by, String id, String code, Duration life, Integer uses, int max) {
    return database
        .query(MAKE, id, room.value(), code, by.value(), life.toSeconds(), uses, (long) max)
        .map(
            rows ->
                Rows.list(rows, PgInviteStore::invite).stream()
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Problem.of(
                                ErrorCode.CONFLICT,
                                "a room has at most " + max + " invitations, revoke one first")));
  }

  @Override
  public Future<List<Invite>> of(RoomId room) {
    return database.query(OF, room.value()).map(rows -> Rows.list(rows, PgInviteStore::invite));
  }

  private static Invite invite(Row row) {
    return new Invite(
        row.getString("id"),
        row.getString("code"),
        null,
        Rows.at(row, "expires_at"),
        row.getInteger("uses_left"),
        new UserId(row.getString("created_by")),
        row.getLong("used").intValue());
  }

  @Override
  public Future<Boolean> revoke(RoomId room, String id) {
    return database.query(REVOKE, room.value(), id).map(rows -> rows.rowCount() > 0);
  }

  @Override
  public Future<Optional<List<InviteUse>>> uses(
      RoomId room, String id, long afterMs, String afterUser, int limit) {
    return database
        .query(USES, room.value(), id, (double) afterMs, afterUser, limit)
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              return Optional.of(
                  Rows.list(rows, row -> row).stream()
                      .filter(row -> row.getString("user_id") != null)
                      .map(PgInviteStore::use)
                      .toList());
            });
  }

  private static InviteUse use(Row row) {
    return new InviteUse(
        new Person(new UserId(row.getString("user_id")), row.getString("name")),
        Rows.at(row, "used_at"));
  }

  @Override
  public Future<Integer> sweepExpired(int limit) {
    return database.query(SWEEP, limit).map(rows -> rows.rowCount());
  }
}
