package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.PreferenceStore;
import chat.tertulia.shared.contract.Moderation.Prefer;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;

/** Preferences in {@code rooms.preferences}. */
public final class PgPreferenceStore implements PreferenceStore {
  private static final String SET =
      """
      insert into rooms.preferences as p
        (room_id, user_id, favourite, muted, notify_level, hidden_at)
      select m.room_id, m.user_id, coalesce($3, false), coalesce($4, false), coalesce($5, 'all'),
             case when $6 then $7::bigint end
        from rooms.members m
       where m.room_id = $1 and m.user_id = $2
      on conflict (room_id, user_id) do update
         set favourite = coalesce($3, p.favourite),
             muted = coalesce($4, p.muted),
             notify_level = coalesce($5, p.notify_level),
             hidden_at = case when $6 is null then p.hidden_at when $6 then $7::bigint end
      """;

  private final Database database;

  public PgPreferenceStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Void> set(UserId user, Prefer wanted, long head) {
    return database
        .query(
            SET,
            wanted.roomId().value(),
            user.value(),
            wanted.favourite(),
            wanted.muted(),
            wanted.notifyLevel(),
            wanted.hidden(),
            head)
        .mapEmpty();
  }
}
