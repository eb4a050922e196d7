package chat.tertulia.bench.server;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;

/** The PostgreSQL that the benchmark names in the environment. */
final class Database {
  /** Connections; more made one INSERT a message no faster on two cores. */
  private static final int CONNECTIONS = 32;

  private Database() {}

  static Pool pool(Vertx vertx) {
    Map<String, String> settings = System.getenv();
    var database =
        new PgConnectOptions()
            .setHost(settings.get("TERTULIA_DB_HOST"))
            .setPort(Integer.parseInt(settings.get("TERTULIA_DB_PORT")))
            .setDatabase(settings.get("TERTULIA_DB_NAME"))
            .setUser(settings.get("TERTULIA_DB_ADMIN_USER"))
            .setPassword(settings.get("TERTULIA_DB_ADMIN_PASSWORD"))
            .setCachePreparedStatements(true);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(CONNECTIONS).setMaxWaitQueueSize(-1))
        .connectingTo(database)
        .using(vertx)
        .build();
  }
}
