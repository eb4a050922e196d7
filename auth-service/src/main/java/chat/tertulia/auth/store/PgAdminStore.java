package chat.tertulia.auth.store;

import chat.tertulia.auth.domain.AdminStore;
import chat.tertulia.auth.domain.Role;
import chat.tertulia.shared.contract.Accounts.Device;
import chat.tertulia.shared.contract.Accounts.SessionEnded;
import chat.tertulia.shared.contract.Administration.Account;
import chat.tertulia.shared.contract.Administration.AuditPage;
import chat.tertulia.shared.contract.Administration.Audited;
import chat.tertulia.shared.contract.Administration.Numbers;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.sql.Database;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** Administration in schema {@code auth}. */
public final class PgAdminStore implements AdminStore {
  /** One act at a time: who is the last administrator must not change meanwhile. */
  private static final String ONE_BY_ONE = "select pg_advisory_xact_lock(7311142617)";

  private static final String IS_ADMIN =
      """
      select 1 from auth.users u join auth.sessions s on s.user_id = u.id
      where u.id = $1 and s.id = $2 and s.ended_at is null
        and u.role = 'admin' and u.suspended_at is null
      """;

  private static final String USERS =
      """
      select u.id, u.username, u.name, u.role, u.created_at, u.suspended_at, u.suspended_why,
        (select count(*) from auth.sessions s where s.user_id = u.id and s.ended_at is null)
          as sessions
      from auth.users u
      where ($1 = '' or u.username_key like $2 or u.name_key like $2)
        and (date_trunc('milliseconds', u.created_at), u.id) > ($3, $4)
      order by date_trunc('milliseconds', u.created_at), u.id
      limit $5
      """;

  private static final String ACCOUNT =
      """
      select u.id, u.username, u.name, u.role, u.created_at, u.suspended_at, u.suspended_why,
        (select count(*) from auth.sessions s where s.user_id = u.id and s.ended_at is null)
          as sessions
      from auth.users u
      where u.id = $1
      """;

  private static final String SESSIONS =
      """
      select id, agent, address, created_at, used_at from auth.sessions
      where user_id = $1 and ended_at is null
      order by used_at desc
      limit 200
      """;

  private static final String NUMBERS =
      """
      select count(*) filter (where role <> 'guest') as users,
        count(*) filter (where role = 'guest') as guests,
        count(*) filter (where role = 'admin') as admins,
        count(*) filter (where suspended_at is not null) as suspended,
        (select count(*) from auth.sessions where ended_at is null) as sessions
      from auth.users
      """;

  private static final String AUDIT =
      """
      select id, at, actor_id, actor_name, act, target_id, detail from auth.audit
      where id < $1 and ($2::text is null or act = $2) and ($3::text is null or actor_id = $3)
        and ($4::text is null or target_id = $4)
      order by id desc
      limit $5
      """;

  private static final String TELL =
      """
      insert into auth.audit (actor_id, actor_name, act, target_id, detail)
      values ($1, $2, $3, $4, $5)
      """;

  private static final String END_SESSIONS =
      """
      update auth.sessions set ended_at = now(), ended_tx = pg_current_xact_id()
      where user_id = $1 and ended_at is null
      returning id as session_id, user_id
      """;

  private static final String SUSPEND =
      """
      update auth.users
      set suspended_at = coalesce(suspended_at, date_trunc('milliseconds', now())),
        suspended_why = $2
      where id = $1
      """;

  private static final String RESTORE =
      "update auth.users set suspended_at = null, suspended_why = null where id = $1";

  private static final String SET_ROLE = "update auth.users set role = $2 where id = $1";

  private static final String OTHER_ADMINS =
      """
      select count(*) as others from auth.users
      where role = 'admin' and suspended_at is null and id <> $1
      """;

  private static final OffsetDateTime EARLIEST = OffsetDateTime.parse("1970-01-01T00:00:00Z");

  private final Database database;

  public PgAdminStore(Database database) {
    this.database = database;
  }

  private Future<Void> requireAdmin(Caller admin) {
    return database
        .query(IS_ADMIN, admin.user().value(), admin.session().value())
        .map(PgAdminStore::mustBeAdmin);
  }

  private static Void mustBeAdmin(RowSet<Row> found) {
    if (found.size() == 0) {
      throw Problem.denied("only administrators of this server may do this");
    }
    return null;
  }

  @Override
  public Future<List<Account>> users(Caller admin, String key, Place after, int limit) {
    String pattern = "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    OffsetDateTime from = after == null ? EARLIEST : after.at().atOffset(ZoneOffset.UTC);
    return requireAdmin(admin)
        .compose(
            ok -> database.query(USERS, key, pattern, from, after == null ? "" : after.id(), limit))
        .map(rows -> Rows.all(rows, PgAdminStore::account));
  }

  private static Account account(Row row) {
    return new Account(
        new UserId(row.getString("id")),
        row.getString("name"),
        row.getString("username"),
        row.getString("role"),
        Rows.time(row, "created_at"),
        row.getOffsetDateTime("suspended_at") == null ? null : Rows.time(row, "suspended_at"),
        row.getString("suspended_why"),
        row.getLong("sessions"));
  }

  @Override
  public Future<List<Device>> sessions(Caller admin, UserId user) {
    return requireAdmin(admin)
        .compose(ok -> database.query(ACCOUNT, user.value()))
        .map(rows -> Rows.first(rows, PgAdminStore::account).orElseThrow(Problem::notFound))
        .compose(ok -> database.query(SESSIONS, user.value()))
        .map(rows -> Rows.all(rows, row -> device(row, admin)));
  }

  private static Device device(Row row, Caller admin) {
    var id = new SessionId(row.getString("id"));
    return new Device(
        id,
        row.getString("agent"),
        row.getString("address"),
        Rows.time(row, "created_at"),
        Rows.time(row, "used_at"),
        id.equals(admin.session()));
  }

  @Override
  public Future<Numbers> numbers(Caller admin) {
    return requireAdmin(admin)
        .compose(ok -> database.query(NUMBERS))
        .map(rows -> Rows.first(rows, PgAdminStore::numbers).orElseThrow());
  }

  private static Numbers numbers(Row row) {
    return new Numbers(
        row.getLong("users"),
        row.getLong("guests"),
        row.getLong("admins"),
        row.getLong("suspended"),
        row.getLong("sessions"));
  }

  @Override
  public Future<List<Audited>> audit(Caller admin, AuditPage wanted, long below, int limit) {
    String actor = wanted.actor() == null ? null : wanted.actor().value();
    return requireAdmin(admin)
        .compose(ok -> database.query(AUDIT, below, wanted.act(), actor, wanted.target(), limit))
        .map(rows -> Rows.all(rows, PgAdminStore::audited));
  }

  private static Audited audited(Row row) {
    return new Audited(
        row.getLong("id"),
        Rows.time(row, "at"),
        new Person(new UserId(row.getString("actor_id")), row.getString("actor_name")),
        row.getString("act"),
        row.getString("target_id"),
        Json.readObject(row.getString("detail")));
  }

  @Override
  public Future<Done> endSessions(Caller admin, UserId user) {
    return act(admin, user, "sessions.end", Json.object(), c -> endSessions(c, user));
  }

  @Override
  public Future<Done> suspend(Caller admin, UserId user, String reason) {
    ObjectNode detail = reason == null ? Json.object() : Json.object().put("reason", reason);
    return act(
        admin,
        user,
        "suspend",
        detail,
        c ->
            requireAnotherAdmin(c, user)
                .compose(ok -> c.preparedQuery(SUSPEND).execute(Tuple.of(user.value(), reason)))
                .compose(ok -> endSessions(c, user)));
  }

  @Override
  public Future<Done> restore(Caller admin, UserId user) {
    return act(
        admin,
        user,
        "restore",
        Json.object(),
        c -> c.preparedQuery(RESTORE).execute(Tuple.of(user.value())).map(List.of()));
  }

  @Override
  public Future<Done> setRole(Caller admin, UserId user, Role role) {
    return act(
        admin,
        user,
        "role",
        Json.object().put("role", role.text()),
        c -> {
          Future<Void> allowed =
              role == Role.ADMIN ? Future.succeededFuture() : requireAnotherAdmin(c, user);
          Future<RowSet<Row>> set =
              allowed.compose(
                  ok -> c.preparedQuery(SET_ROLE).execute(Tuple.of(user.value(), role.text())));
          // Tokens that say admin end with the sessions; new ones say what is true.
          return role == Role.ADMIN ? set.map(List.of()) : set.compose(ok -> endSessions(c, user));
        });
  }

  private static Future<List<SessionEnded>> endSessions(SqlConnection c, UserId user) {
    return c.preparedQuery(END_SESSIONS)
        .execute(Tuple.of(user.value()))
        .map(rows -> Rows.all(rows, Rows::ended));
  }

  private static Future<Void> requireAnotherAdmin(SqlConnection c, UserId user) {
    return c.preparedQuery(OTHER_ADMINS)
        .execute(Tuple.of(user.value()))
        .map(
            rows -> {
              if (rows.iterator().next().getLong("others") == 0) {
                throw Problem.of(
                    ErrorCode.CONFLICT, "a server needs an administrator: make another one first");
              }
              return null;
            });
  }

  /** The act, who did it to whom, and what it ended: together or not at all. */
  private Future<Done> act(
      Caller admin,
      UserId user,
      String act,
      ObjectNode detail,
      Function<SqlConnection, Future<List<SessionEnded>>> work) {
    return database.transaction(
        c ->
            c.query(ONE_BY_ONE)
                .execute()
                .compose(
                    ok ->
                        c.preparedQuery(IS_ADMIN)
                            .execute(Tuple.of(admin.user().value(), admin.session().value())))
                .map(PgAdminStore::mustBeAdmin)
                .compose(ok -> find(c, user))
                .compose(target -> refuseGuests(act, target))
                .compose(ok -> work.apply(c))
                .compose(ended -> tell(c, admin, user, act, detail).map(ended))
                .compose(ended -> find(c, user).map(account -> new Done(account, ended))));
  }

  private static Future<Account> find(SqlConnection c, UserId user) {
    return c.preparedQuery(ACCOUNT)
        .execute(Tuple.of(user.value()))
        .map(rows -> Rows.first(rows, PgAdminStore::account))
        .map(found -> found.orElseThrow(Problem::notFound));
  }

  private static Future<Void> refuseGuests(String act, Account target) {
    return act.equals("role") && target.role().equals("guest")
        ? Future.failedFuture(Problem.of(ErrorCode.CONFLICT, "a guest has no other role"))
        : Future.succeededFuture();
  }

  private static Future<?> tell(
      SqlConnection c, Caller admin, UserId user, String act, ObjectNode detail) {
    return c.preparedQuery(TELL)
        .execute(
            Tuple.of(admin.user().value(), admin.name(), act, user.value(), Json.text(detail)));
  }
}
