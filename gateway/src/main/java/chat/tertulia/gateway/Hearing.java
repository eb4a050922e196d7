package chat.tertulia.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort of a gateway that the bus does not reach although it registered its shards again
 * and again: it becomes unready and ends, which moves its sockets to another gateway. Its clients
 * miss nothing meanwhile, only later: the heads are compared.
 *
 * <p>One at a time: where all are deaf the fault is elsewhere, and a cluster that ends as a whole
 * serves nobody.
 */
final class Hearing {
  /** Spans of deafness, see {@code RoomChannels}, until a gateway gives up. */
  static final int GIVE_UP_AFTER = 4;

  /** How often that is looked at, in milliseconds. */
  static final long EVERY_MS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

  private final Vertx vertx;
  private final IntSupplier deafFor;
  private final Supplier<Future<Boolean>> turn;
  private final Runnable end;
  private volatile boolean givenUp;
  private boolean asking;

  /**
   * @param turn whether this gateway may end now; another may not for a while then
   * @param end ends the process in order
   */
  Hearing(Vertx vertx, IntSupplier deafFor, Supplier<Future<Boolean>> turn, Runnable end) {
    this.vertx = vertx;
    this.deafFor = deafFor;
    this.turn = turn;
    this.end = end;
  }

  void start() {
    vertx.setPeriodic(EVERY_MS, timer -> look());
  }

  void look() {
    if (asking || givenUp || deafFor.getAsInt() < GIVE_UP_AFTER) {
      return;
    }
    asking = true;
    turn.get()
        .onComplete(
            answer -> {
              asking = false;
              if (answer.succeeded() && answer.result()) {
                givenUp = true;
                LOG.error("the bus does not reach this gateway, it ends and its clients move");
                end.run();
              } else {
                LOG.warn("the bus does not reach this gateway, another one ends first");
              }
            });
  }

  /** Any thread. */
  Future<Void> ready() {
    return givenUp
        ? Future.failedFuture("the bus does not reach this gateway")
        : Future.succeededFuture();
  }
}
