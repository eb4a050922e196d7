package chat.tertulia.rooms.store;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Uses up an invitation in the transaction of the join it is for. */
final class InviteUse {
  private static final String SPEND =
      """
      with spent as (
        update rooms.invites
           set uses_left = uses_left - 1
         where code = $1 and room_id = $2 and expires_at > now() and uses_left is distinct from 0
        returning id)
      insert into rooms.invite_uses (invite_id, user_id, name, used_at)
      select id, $3, $4, date_trunc('milliseconds', clock_timestamp()) from spent
      """;

  private InviteUse() {}

  /**
   * @param code null when the change needs no invitation
   */
  static Future<Void> spend(SqlConnection c, RoomId room, Person by, String code) {
    if (code == null) {
      return Future.succeededFuture();
    }
    return c.preparedQuery(SPEND)
        .execute(Tuple.of(code, room.value(), by.id().value(), by.name()))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(Problem.notFound()));
  }
}
