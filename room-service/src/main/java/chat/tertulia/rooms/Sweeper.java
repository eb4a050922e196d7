package chat.tertulia.rooms;

import chat.tertulia.rooms.domain.InviteStore;
import chat.tertulia.rooms.domain.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away, now and then, rooms that nobody has been in for long and invitations past their end.
 * Several processes may do so at once: each takes what the others have not.
 */
final class Sweeper {
  /** How long a public or private room outlives its last member. */
  static final Duration EMPTY_LINGER = Duration.ofHours(24);

  /** Longest pause between two rounds; shorter when instant rooms live shorter. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  static final Duration MIN_PAUSE = Duration.ofMillis(100);

  /** Rooms and invitations removed in one round at most. */
  static final int ROUND = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final Vertx vertx;
  private final RoomStore rooms;
  private final InviteStore invites;
  private final Duration instantLinger;

  Sweeper(Vertx vertx, RoomStore rooms, InviteStore invites, Duration instantLinger) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.invites = invites;
    this.instantLinger = instantLinger;
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
        .onFailure(e -> LOG.warn("empty rooms were not removed reason={}", e.getMessage()))
        .transform((ok, failed) -> Future.succeededFuture())
        .onComplete(done -> start());
  }

  private static void report(int gone) {
    if (gone > 0) {
      LOG.info("empty rooms removed count={}", gone);
    }
  }
}
