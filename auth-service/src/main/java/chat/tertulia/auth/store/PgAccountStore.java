package chat.tertulia.auth.store;

import chat.tertulia.auth.domain.Account;
import chat.tertulia.auth.domain.AccountStore;
import chat.tertulia.auth.domain.Names;
import chat.tertulia.auth.domain.NewSession;
import chat.tertulia.auth.domain.SigningIn;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Accounts in PostgreSQL, schema {@code auth}. */
public final class PgAccountStore implements AccountStore {
  private static final String UNIQUE_VIOLATION = "23505";

  private static final String IS_TAKEN =
      """
      select exists (select from auth.users where username_key = $1)
      """;

  // The founder's row has one possible key: of several first accounts one gets it, the others wait
  // for that one's commit and find it taken. A user name that is taken rolls the row back with it.
  private static final String REGISTER =
      """
      with founder as (
        insert into auth.founder (user_id) select $1 where $3::text is not null
        on conflict do nothing
        returning user_id),
      newcomer as (
        insert into auth.users (id, username, username_key, name, name_key, password_hash, role)
        values ($1, $2, $3, $4, $5, $6,
          case when $3::text is null then 'guest'
               when exists (select from founder) then 'admin'
               else 'user' end)
        returning id, username, name, role, created_at),
      session as (
        insert into auth.sessions (id, user_id, chain_key, agent, address)
        select $7, id, $8, $9, $10 from newcomer
        returning id),
      token as (
        insert into auth.refresh_tokens (hash, session_id, generation)
        select $11, id, 1 from session)
      select id, username, name, role, created_at from newcomer
      """;

  private static final String CREDENTIALS =
      """
      select u.id, u.username, u.name, u.role, u.created_at, u.password_hash,
        u.suspended_at is not null as suspended,
        exists (
          select from auth.sessions s
          where s.user_id = u.id and s.ended_at is null and s.address = $2) as known_address
      from auth.users u
      where u.username_key = $1
      """;

  private static final String SIGNED_IN =
      """
      select u.id, u.username, u.name, u.role, u.created_at
      from auth.users u join auth.sessions s on s.user_id = u.id
      where u.id = $1 and s.id = $2 and s.ended_at is null
      """;

  private static final String FIND =
      """
      select id, username, name, role, created_at from auth.users where id = $1
      """;

  private static final String PEOPLE =
      """
      select id, name from auth.users where id = any ($1)
      """;

  private static final String RENAME =
      """
      update auth.users u set name = $3, name_key = $4
      from auth.sessions s
      where u.id = $1 and s.id = $2 and s.user_id = u.id and s.ended_at is null
      returning u.id, u.username, u.name, u.role, u.created_at
      """;

  private static final String PASSWORD_HASH =
      """
      select u.password_hash
      from auth.users u join auth.sessions s on s.user_id = u.id
      where u.id = $1 and s.id = $2 and s.ended_at is null and u.password_hash is not null
      """;

  private static final String CHANGE_PASSWORD =
      """
      update auth.users u set password_hash = $4
      from auth.sessions s
      where u.id = $1 and u.password_hash = $3
        and s.id = $2 and s.user_id = u.id and s.ended_at is null
      returning u.id
      """;

  private static final String END_OTHERS =
      """
      update auth.sessions
      set ended_at = now(), ended_tx = pg_current_xact_id()
      where user_id = $1 and id <> $2 and ended_at is null
      returning id as session_id, user_id
      """;

  private static final String SEARCH =
      """
      select id, username, name, role, created_at
      from auth.users
      where username_key is not null
        and ($1 = '' or username_key like $2 or name_key like $2)
        and (name_key, id) > ($3, $4)
      order by name_key, id
      limit $5
      """;

  private final Database database;

  public PgAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Boolean> isTaken(String usernameKey) {
    return database.query(IS_TAKEN, usernameKey).map(rows -> rows.iterator().next().getBoolean(0));
  }

  @Override
  public Future<Account> register(Newcomer newcomer, NewSession session) {
    return database
        .query(
            REGISTER,
            newcomer.id().value(),
            newcomer.username(),
            newcomer.isGuest() ? null : Names.usernameKey(newcomer.username()),
            newcomer.name(),
            Names.searchKey(newcomer.name()),
            newcomer.passwordHash(),
            session.id().value(),
            session.chainKey(),
            session.agent(),
            session.address(),
            session.token().hash())
        .map(rows -> Rows.account(rows.iterator().next()))
        .recover(PgAccountStore::taken);
  }

  private static Future<Account> taken(Throwable failed) {
    boolean name =
        failed instanceof PgException pg
            && UNIQUE_VIOLATION.equals(pg.getSqlState())
            && "users_username_key_key".equals(pg.getConstraint());
    return Future.failedFuture(name ? SigningIn.taken() : failed);
  }

  @Override
  public Future<Optional<Credentials>> credentials(String usernameKey, String address) {
    return database
        .query(CREDENTIALS, usernameKey, address)
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Credentials(
                            Rows.account(row),
                            row.getString("password_hash"),
                            row.getBoolean("known_address"),
                            row.getBoolean("suspended"))));
  }

  @Override
  public Future<Optional<Account>> signedIn(UserId user, SessionId session) {
    return database
        .query(SIGNED_IN, user.value(), session.value())
        .map(rows -> Rows.first(rows, Rows::account));
  }

  @Override
  public Future<Optional<Account>> find(UserId user) {
    return database.query(FIND, user.value()).map(rows -> Rows.first(rows, Rows::account));
  }

  @Override
  public Future<List<Person>> people(List<UserId> users) {
    String[] ids = users.stream().map(UserId::value).toArray(String[]::new);
    return database
        .query(PEOPLE, (Object) ids)
        .map(
            rows ->
                Rows.all(
                    rows,
                    row -> new Person(new UserId(row.getString("id")), row.getString("name"))));
  }

  @Override
  public Future<Optional<Account>> rename(UserId user, SessionId session, String name) {
    return database
        .query(RENAME, user.value(), session.value(), name, Names.searchKey(name))
        .map(rows -> Rows.first(rows, Rows::account));
  }

  @Override
  public Future<Optional<String>> passwordHash(UserId user, SessionId session) {
    return database
        .query(PASSWORD_HASH, user.value(), session.value())
        .map(rows -> Rows.first(rows, row -> row.getString("password_hash")));
  }

  @Override
  public Future<Optional<List<Accounts.SessionEnded>>> changePassword(
      UserId user, SessionId keep, String oldHash, String newHash) {
    return database.transaction(
        connection ->
            connection
                .preparedQuery(CHANGE_PASSWORD)
                .execute(Tuple.of(user.value(), keep.value(), oldHash, newHash))
                .compose(
                    changed ->
                        changed.size() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : connection
                                .preparedQuery(END_OTHERS)
                                .execute(Tuple.of(user.value(), keep.value()))
                                .map(rows -> Optional.of(Rows.all(rows, Rows::ended)))));
  }

  @Override
  public Future<List<Account>> search(String key, Place after, int limit) {
    String pattern = "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    return database
        .query(
            SEARCH,
            key,
            pattern,
            after == null ? "" : after.nameKey(),
            after == null ? "" : after.id(),
            limit)
        .map(rows -> Rows.all(rows, Rows::account));
  }
}
