package chat.tertulia.rooms;

import chat.tertulia.rooms.domain.Changed;
import chat.tertulia.rooms.domain.InviteStore;
import chat.tertulia.rooms.domain.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away, now and then, rooms that nobody has been in for long, invitations and bans past
 * their end, and what rooms keep no longer. Several processes may do so at once: each takes what
 * the others have not.
 */
final class Sweeper {
  /** How long a public or private room outlives its last member. */
  static final Duration EMPTY_LINGER = Duration.ofHours(24);

  /** Longest pause between two rounds; shorter when instant rooms live shorter. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  static final Duration MIN_PAUSE = Duration.ofMillis(100);

  /** Rooms and invitations removed in one round at most. */
  static final int ROUND = 20;

  /** Entries of one room that lose their content in one transaction at most. */
  static final int PURGED_AT_ONCE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final Vertx vertx;
  private final RoomStore rooms;
  private final InviteStore invites;
  private final Duration instantLinger;
  private final Consumer<Changed> publish;

  /**
   * @param publish tells the gateways of what was added to logs
   */
  Sweeper(
      Vertx vertx,
      RoomStore rooms,
      InviteStore invites,
      Duration instantLinger,
      Consumer<Changed> publish) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.invites = invites;
    this.instantLinger = instantLinger;
    this.publish = publish;
  }

  /** Starts; the verticle's end stops the timer. */
  void start() {
    long wanted = Math.min(MAX_PAUSE.toMillis(), instantLinger.toMillis() / 4);
    vertx.setTimer(Math.max(MIN_PAUSE.toMillis(), wanted), timer -> round());
  }

  private void round() {
    rooms
        .sweepEmpty(instantLinger, EMPTY_LINGER, ROUND)
        .onSuccess(Sweeper::report)
        .compose(gone -> invites.sweepExpired(ROUND))
        .compose(gone -> rooms.sweepBans(ROUND))
        .compose(gone -> rooms.purge(ROUND, PURGED_AT_ONCE))
        .onSuccess(changes -> changes.forEach(publish))
        .onFailure(e -> LOG.warn("not everything was cleared away reason={}", e.getMessage()))
        .transform((ok, failed) -> Future.succeededFuture())
        .onComplete(done -> start());
  }

  private static void report(int gone) {
    if (gone > 0) {
      LOG.info("empty rooms removed count={}", gone);
    }
  }
}
