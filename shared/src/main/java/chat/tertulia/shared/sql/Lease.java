package chat.tertulia.shared.sql;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One use of a pooled connection, with an end: what has no outcome in time fails, and its
 * connection is cut instead of returned. A server that hangs, or a network that swallows
 * everything, would otherwise keep the connections of the pool and everyone who waits for them.
 *
 * <p>The pool knows no such end: it can only take a connection back that is idle.
 */
final class Lease<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final Promise<T> outcome = Promise.promise();
  private SqlConnection connection;

  /**
   * Runs on the caller's context; once.
   *
   * @param patience how long it may take
   */
  Future<T> run(Pool pool, Patience patience, Function<SqlConnection, Future<T>> work) {
    Patience.Wait wait = patience.begin(this::giveUp);
    pool.getConnection()
        .onSuccess(
            got -> {
              if (outcome.future().isComplete()) {
                got.close();
                return;
              }
              connection = got;
              start(work).onComplete(done -> giveBack(wait, done.result(), done.cause()));
            })
        .onFailure(failed -> giveBack(wait, null, failed));
    return outcome.future();
  }

  private Future<T> start(Function<SqlConnection, Future<T>> work) {
    try {
      return work.apply(connection);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void giveBack(Patience.Wait wait, T result, Throwable failed) {
    wait.end();
    if (connection != null) {
      connection.close();
    }
    if (failed == null) {
      outcome.tryComplete(result);
    } else {
      outcome.tryFail(failed);
    }
  }

  private void giveUp() {
    if (outcome.tryFail(Problem.of(ErrorCode.UNAVAILABLE, "the database does not answer"))
        && connection != null) {
      LOG.warn("connection cut, the database does not answer on it");
      cut(connection);
    }
  }

  private static void cut(SqlConnection connection) {
    Connection inner = ((SqlConnectionInternal) connection).unwrap();
    while (!(inner instanceof SocketConnectionBase)) {
      inner = inner.unwrap();
    }
    ((SocketConnectionBase) inner).socket().close();
  }
}
