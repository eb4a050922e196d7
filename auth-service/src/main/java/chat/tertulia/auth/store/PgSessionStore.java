package chat.tertulia.auth.store;

import chat.tertulia.auth.domain.Exchange;
import chat.tertulia.auth.domain.NewSession;
import chat.tertulia.auth.domain.RefreshToken;
import chat.tertulia.auth.domain.SessionStore;
import chat.tertulia.shared.contract.Accounts;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sessions in PostgreSQL, schema {@code auth}. */
public final class PgSessionStore implements SessionStore {
  /** Added to an access token's life before an ended session may be left out of a first answer. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** How long ended sessions are kept. */
  private static final Duration KEPT = Duration.ofDays(2);

  /** Sessions one sweep ends or deletes at most, each. */
  private static final int SWEEP_AT_ONCE = 1_000;

  private static final Pattern TRANSACTION = Pattern.compile("[0-9]{1,19}");

  // Locking the user's row makes sign-ins and a change of the password follow one another: whoever
  // waits here sees the new hash and finds no owner.
  private static final String OPEN =
      """
      with owner as (
        select id from auth.users
        where id = $1 and password_hash = $2 and suspended_at is null
        for no key update),
      session as (
        insert into auth.sessions (id, user_id, chain_key, agent, address)
        select $3, id, $4, $5, $6 from owner
        returning id),
      token as (
        insert into auth.refresh_tokens (hash, session_id, generation)
        select $7, id, 1 from session),
      surplus as (
        update auth.sessions
        set ended_at = now(), ended_tx = pg_current_xact_id()
        where id in (
          select s.id from auth.sessions s join owner o on o.id = s.user_id
          where s.ended_at is null
          order by s.used_at desc
          offset $8)
        returning id as session_id, user_id)
      select s.session_id, s.user_id from owner left join surplus s on true
      """;

  private static final String LOCK_BY_TOKEN =
      """
      select t.generation as presented, s.id as session_id, s.chain_key, s.generation,
        s.seen_generation,
        s.ended_at is not null or s.used_at < now() - $2 * interval '1 millisecond' as over,
        u.id, u.username, u.name, u.role, u.created_at
      from auth.refresh_tokens t
        join auth.sessions s on s.id = t.session_id
        join auth.users u on u.id = s.user_id
      where t.hash = $1
      for no key update of s
      """;

  private static final String ROTATE =
      """
      with forgotten as (
        delete from auth.refresh_tokens where session_id = $1 and generation <= $2::int - $6::int),
      token as (
        insert into auth.refresh_tokens (hash, session_id, generation) values ($3, $1, $2))
      update auth.sessions
      set generation = $2, used_at = now(), agent = $4, address = $5
      where id = $1
      """;

  private static final String END =
      """
      update auth.sessions
      set ended_at = now(), ended_tx = pg_current_xact_id()
      where id = $1 and user_id = $2 and ended_at is null
      returning id
      """;

  private static final String LIVE =
      """
      select id, agent, address, created_at, used_at
      from auth.sessions
      where user_id = $1 and ended_at is null
        and used_at > now() - $2 * interval '1 millisecond'
      order by used_at desc
      limit $3
      """;

  // A cursor from beyond this server's transactions comes from before a restore: start afresh.
  private static final String ENDED_SINCE =
      """
      with now_running as (
        select pg_snapshot_xmin(pg_current_snapshot()) as oldest,
          pg_snapshot_xmax(pg_current_snapshot()) as next)
      select s.id as session_id, s.user_id, s.ended_tx::text as ended_tx, r.oldest::text as oldest
      from now_running r
        left join auth.sessions s
          on s.ended_at > now() - $2 * interval '1 millisecond'
          and (s.ended_tx >= $1::text::xid8 or $1::text::xid8 > r.next)
      order by s.ended_tx
      limit $3
      """;

  // Several reports at once name the same sessions: locked in one order they cannot deadlock.
  private static final String NOTE_USE =
      """
      with used as (
        select session_id, max(generation) as generation
        from unnest($1::text[], $2::int[]) as each (session_id, generation)
        group by session_id),
      fresh as (
        select s.id, used.generation
        from auth.sessions s join used on used.session_id = s.id
        where s.seen_generation < used.generation and used.generation <= s.generation
          and s.ended_at is null
        order by s.id
        for no key update of s)
      update auth.sessions s
      set seen_generation = fresh.generation, used_at = now()
      from fresh
      where s.id = fresh.id
      """;

  private static final String END_UNUSED =
      """
      update auth.sessions
      set ended_at = now(), ended_tx = pg_current_xact_id()
      where id in (
        select id from auth.sessions
        where ended_at is null and used_at < now() - $1 * interval '1 millisecond'
        order by used_at
        limit $2
        for update skip locked)
      returning id as session_id, user_id
      """;

  private static final String FORGET_ENDED =
      """
      delete from auth.sessions
      where id in (
        select id from auth.sessions
        where ended_at < now() - $1 * interval '1 millisecond'
        order by ended_at
        limit $2
        for update skip locked)
      """;

  private final Database database;
  private final long idleMillis;
  private final long recentMillis;

  /**
   * @param refreshLife how long a session lives without being used
   * @param accessLife how long an access token is good
   */
  public PgSessionStore(Database database, Duration refreshLife, Duration accessLife) {
    this.database = database;
    this.idleMillis = refreshLife.toMillis();
    this.recentMillis = accessLife.plus(MARGIN).toMillis();
  }

  @Override
  public Future<Optional<List<Accounts.SessionEnded>>> open(
      UserId user, String verifiedHash, NewSession session) {
    return database
        .query(
            OPEN,
            user.value(),
            verifiedHash,
            session.id().value(),
            session.chainKey(),
            session.agent(),
            session.address(),
            session.token().hash(),
            MAX_LIVE - 1)
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(surplus(rows)));
  }

  private static List<Accounts.SessionEnded> surplus(RowSet<Row> rows) {
    return rows.stream()
        .filter(row -> row.getString("session_id") != null)
        .map(Rows::ended)
        .toList();
  }

  @Override
  public Future<Optional<Exchanged>> exchange(RefreshToken token, String agent, String address) {
    return database.transaction(
        connection ->
            connection
                .preparedQuery(LOCK_BY_TOKEN)
                .execute(Tuple.of(token.hash(), idleMillis))
                .map(rows -> Rows.first(rows, row -> verdict(token, row)))
                .compose(
                    found ->
                        found.isEmpty()
                            ? Future.succeededFuture(found)
                            : carryOut(connection, found.get(), agent, address).map(found)));
  }

  private static Exchanged verdict(RefreshToken token, Row row) {
    int presented = row.getInteger("presented");
    Exchange verdict =
        Exchange.of(
            presented,
            row.getInteger("generation"),
            row.getInteger("seen_generation"),
            row.getBoolean("over"));
    return new Exchanged(
        verdict,
        Rows.account(row),
        new SessionId(row.getString("session_id")),
        token.successor(row.getBuffer("chain_key")),
        presented + 1);
  }

  private static Future<?> carryOut(
      SqlConnection connection, Exchanged exchanged, String agent, String address) {
    String session = exchanged.session().value();
    return switch (exchanged.verdict()) {
      case REPEAT, OVER -> Future.succeededFuture();
      case REPLAY ->
          connection
              .preparedQuery(END)
              .execute(Tuple.of(session, exchanged.account().id().value()));
      case ROTATE ->
          connection
              .preparedQuery(ROTATE)
              .execute(
                  Tuple.of(
                      session,
                      exchanged.generation(),
                      exchanged.next().hash(),
                      agent,
                      address,
                      MAX_GENERATIONS));
    };
  }

  @Override
  public Future<Boolean> end(UserId user, SessionId session) {
    return database.query(END, session.value(), user.value()).map(rows -> rows.size() == 1);
  }

  @Override
  public Future<List<Accounts.Device>> live(UserId user, SessionId current) {
    return database
        .query(LIVE, user.value(), idleMillis, MAX_LIVE)
        .map(rows -> Rows.all(rows, row -> device(row, current)));
  }

  private static Accounts.Device device(Row row, SessionId current) {
    var id = new SessionId(row.getString("id"));
    return new Accounts.Device(
        id,
        row.getString("agent"),
        row.getString("address"),
        Rows.time(row, "created_at"),
        Rows.time(row, "used_at"),
        id.equals(current));
  }

  @Override
  public Future<Accounts.Ended> endedSince(String cursor) {
    String from = cursor == null ? "0" : cursor;
    if (!TRANSACTION.matcher(from).matches()) {
      return Future.failedFuture(Problem.field("cursor", "must be a cursor that this list gave"));
    }
    return database
        .query(ENDED_SINCE, from, recentMillis, MAX_ENDED_LISTED)
        .map(PgSessionStore::endedPage);
  }

  private static Accounts.Ended endedPage(RowSet<Row> rows) {
    List<Row> found = rows.stream().filter(row -> row.getString("session_id") != null).toList();
    // A full page goes on at its last transaction, which cannot hold a page of sessions by itself.
    long next = Long.parseLong(rows.iterator().next().getString("oldest"));
    if (found.size() == MAX_ENDED_LISTED) {
      next = Math.min(next, Long.parseLong(found.getLast().getString("ended_tx")));
    }
    return new Accounts.Ended(found.stream().map(Rows::ended).toList(), Long.toString(next));
  }

  @Override
  public Future<Void> noteUse(List<Accounts.TokenUse> uses) {
    String[] sessions = uses.stream().map(u -> u.session().value()).toArray(String[]::new);
    Integer[] generations =
        uses.stream().map(Accounts.TokenUse::generation).toArray(Integer[]::new);
    return database.query(NOTE_USE, sessions, generations).mapEmpty();
  }

  @Override
  public Future<List<Accounts.SessionEnded>> sweep() {
    return database
        .query(FORGET_ENDED, KEPT.toMillis(), SWEEP_AT_ONCE)
        .compose(ok -> database.query(END_UNUSED, idleMillis, SWEEP_AT_ONCE))
        .map(rows -> Rows.all(rows, Rows::ended));
  }
}
