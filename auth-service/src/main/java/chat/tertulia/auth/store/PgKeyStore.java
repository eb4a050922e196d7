package chat.tertulia.auth.store;

import chat.tertulia.auth.key.KeyStore;
import chat.tertulia.auth.key.StoredKey;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** Signing keys in PostgreSQL, schema {@code auth}. */
public final class PgKeyStore implements KeyStore {
  /** Names the lock under which keys are changed. */
  private static final long CHANGE_LOCK = 0x7465727475_6b79L;

  private static final String ALL =
      """
      select kid, public_jwk, private_key, sealed, use_from
      from auth.signing_keys
      order by use_from, kid
      """;

  private static final String LOCK =
      """
      select pg_advisory_xact_lock($1)
      """;

  private static final String ADD =
      """
      insert into auth.signing_keys (kid, public_jwk, private_key, sealed, use_from)
      values ($1, $2, $3, $4, $5)
      """;

  private static final String REMOVE =
      """
      delete from auth.signing_keys where kid = any ($1)
      """;

  private final Database database;

  public PgKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<StoredKey>> all() {
    return database.query(ALL).map(PgKeyStore::keys);
  }

  @Override
  public Future<List<StoredKey>> change(Function<List<StoredKey>, Change> decision) {
    return database.transaction(
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(CHANGE_LOCK))
                .compose(ok -> read(connection))
                .compose(keys -> carryOut(connection, decision.apply(keys)))
                .compose(ok -> read(connection)));
  }

  private static Future<List<StoredKey>> read(SqlConnection connection) {
    return connection.preparedQuery(ALL).execute().map(PgKeyStore::keys);
  }

  private static Future<?> carryOut(SqlConnection connection, Change change) {
    String[] removed = change.remove().toArray(String[]::new);
    Future<?> removing = connection.preparedQuery(REMOVE).execute(Tuple.of(removed));
    StoredKey key = change.add();
    return key == null
        ? removing
        : removing.compose(
            ok ->
                connection
                    .preparedQuery(ADD)
                    .execute(
                        Tuple.of(
                            key.id(),
                            key.publicJwk(),
                            key.privateKey(),
                            key.sealed(),
                            key.useFrom().atOffset(ZoneOffset.UTC))));
  }

  private static List<StoredKey> keys(RowSet<Row> rows) {
    return Rows.all(
        rows,
        row ->
            new StoredKey(
                row.getString("kid"),
                row.getString("public_jwk"),
                row.getBuffer("private_key"),
                row.getBoolean("sealed"),
                Rows.time(row, "use_from")));
  }
}
