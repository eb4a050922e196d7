package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.InviteStore;
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

/** Invitations in {@code rooms.invites}. */
public final class PgInviteStore implements InviteStore {
  private static final String MAKE =
      """
      insert into rooms.invites (id, room_id, code, created_by, expires_at, uses_left)
      select $1, $2, $3, $4, now() + $5 * interval '1 second', $6
       where (select count(*) from rooms.invites
               where room_id = $2 and expires_at > now() and uses_left is distinct from 0) < $7
      returning id, code, expires_at, uses_left
      """;

  private static final String OF =
      """
      select id, code, expires_at, uses_left
        from rooms.invites
       where room_id = $1 and expires_at > now() and uses_left is distinct from 0
       order by created_at, id
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
        row.getInteger("uses_left"));
  }

  @Override
  public Future<Boolean> revoke(RoomId room, String id) {
    return database.query(REVOKE, room.value(), id).map(rows -> rows.rowCount() > 0);
  }

  @Override
  public Future<Integer> sweepExpired(int limit) {
    return database.query(SWEEP, limit).map(rows -> rows.rowCount());
  }
}
