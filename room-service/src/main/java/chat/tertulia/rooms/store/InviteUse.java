package chat.tertulia.rooms.store;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Uses up an invitation in the transaction of the join it is for. */
final class InviteUse {
  private static final String SPEND =
      """
      update rooms.invites
         set uses_left = uses_left - 1
       where code = $1 and room_id = $2 and expires_at > now() and uses_left is distinct from 0
      """;

  private InviteUse() {}

  /**
   * @param code null when the change needs no invitation
   */
  static Future<Void> spend(SqlConnection c, RoomId room, String code) {
    if (code == null) {
      return Future.succeededFuture();
    }
    return c.preparedQuery(SPEND)
        .execute(Tuple.of(code, room.value()))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(Problem.notFound()));
  }
}
