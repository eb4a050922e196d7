package chat.tertulia.auth.store;

import chat.tertulia.auth.domain.SettingsStore;
import chat.tertulia.shared.contract.People.ChangeSettings;
import chat.tertulia.shared.contract.People.MySettings;
import chat.tertulia.shared.contract.People.Settled;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/** Settings in {@code auth.users}. */
public final class PgSettingsStore implements SettingsStore {
  private static final String MINE =
      """
      select u.id, u.presence, u.show_last_seen, u.show_reads,
        case when u.status_until > now() or u.status_until is null then u.status_text end
          as status_text,
        case when u.status_until > now() then u.status_until end as status_until
      from auth.users u join auth.sessions s on s.user_id = u.id
      where u.id = $1 and s.id = $2 and s.ended_at is null
      """;

  private static final String CHANGE =
      """
      update auth.users u
      set presence = coalesce($3, u.presence),
        show_last_seen = coalesce($4, u.show_last_seen),
        show_reads = coalesce($5, u.show_reads),
        status_text = case when $6::text is null then u.status_text else nullif($6::text, '') end,
        status_until = case
          when $6::text is null then u.status_until
          when $6::text <> '' then
            date_trunc('milliseconds', now()) + $7::float8 * interval '1 second' end
      from auth.sessions s
      where u.id = $1 and s.id = $2 and s.user_id = u.id and s.ended_at is null
      returning u.id, u.presence, u.show_last_seen, u.show_reads,
        case when u.status_until > now() or u.status_until is null then u.status_text end
          as status_text,
        case when u.status_until > now() then u.status_until end as status_until
      """;

  private static final String OF =
      """
      select u.id, u.presence, u.show_last_seen, u.show_reads,
        case when u.status_until > now() or u.status_until is null then u.status_text end
          as status_text,
        case when u.status_until > now() then u.status_until end as status_until
      from auth.users u
      where u.id = any ($1)
      """;

  private final Database database;

  public PgSettingsStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<MySettings>> of(UserId user, SessionId session) {
    return database
        .query(MINE, user.value(), session.value())
        .map(rows -> Rows.first(rows, PgSettingsStore::settings));
  }

  @Override
  public Future<Optional<MySettings>> change(
      UserId user, SessionId session, ChangeSettings change) {
    Double seconds = change.statusFor() == null ? null : change.statusFor().doubleValue();
    return database
        .query(
            CHANGE,
            user.value(),
            session.value(),
            change.presence(),
            change.showLastSeen(),
            change.showReads(),
            change.statusText(),
            seconds)
        .map(rows -> Rows.first(rows, PgSettingsStore::settings));
  }

  @Override
  public Future<List<Settled>> of(List<UserId> users) {
    Object ids = users.stream().map(UserId::value).toArray(String[]::new);
    return database
        .query(OF, ids)
        .map(
            rows ->
                Rows.all(rows, row -> new Settled(new UserId(row.getString("id")), settings(row))));
  }

  private static MySettings settings(Row row) {
    return new MySettings(
        row.getString("presence"),
        row.getBoolean("show_last_seen"),
        row.getBoolean("show_reads"),
        row.getString("status_text"),
        row.getOffsetDateTime("status_until") == null ? null : Rows.time(row, "status_until"));
  }
}
