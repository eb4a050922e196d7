package chat.tertulia.gateway.room;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this gateway's rooms with the database, so that the bus may lose anything: one question
 * a gateway, whose cost grows with what changed and not with the rooms held. Lives on one loop.
 */
public final class HeadCheck {
  /** How often the heads are compared. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  /** Without an answer for this long the gateway is not ready. */
  public static final Duration STALE = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(HeadCheck.class);

  private final Loop loop;
  private final Bus bus;
  private final Loops loops;
  private String cursor;
  private volatile String epoch = "";
  private volatile Instant answeredAt = Instant.EPOCH;
  private boolean asking;
  private boolean askAgain;
  private boolean failing;

  public HeadCheck(Loop loop, Bus bus, Loops loops) {
    this.loop = loop;
    this.bus = bus;
    this.loops = loops;
  }

  public void start() {
    loop.every(EVERY.toMillis(), this::check);
    check();
  }

  /** The database's epoch as last heard; empty before the first answer. Any thread. */
  public String epoch() {
    return epoch;
  }

  /** Whether the log answered recently. Any thread. */
  public boolean isFresh() {
    return answeredAt.isAfter(loop.now().minus(STALE));
  }

  /** Asks now, or once more when the question under way is answered. */
  public void check() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    bus.call(Switchboard.HEADS, new Log.HeadsSince(cursor))
        .onSuccess(this::answered)
        .onFailure(this::failed)
        .onComplete(
            done -> {
              asking = false;
              if (askAgain) {
                askAgain = false;
                check();
              }
            });
  }

  private void answered(Log.Heads heads) {
    if (failing) {
      LOG.info("the log answers again");
      failing = false;
    }
    if (cursor == null) {
      // The first cursor says nothing of what was appended before it, while rooms were followed.
      loops.onEach(share -> share.channels().doubt());
    }
    cursor = heads.cursor();
    askAgain |= Boolean.TRUE.equals(heads.more());
    if (!epoch.isEmpty() && !epoch.equals(heads.epoch())) {
      LOG.warn("the database was restored or made anew, clients start afresh");
      loops.onEach(
          share -> {
            share.channels().forget();
            share.beginAnew().run();
          });
    }
    epoch = heads.epoch();
    answeredAt = loop.now();
    if (!heads.heads().isEmpty()) {
      loops.onEach(share -> share.channels().reach(heads.heads()));
    }
  }

  private void failed(Throwable e) {
    if (!failing) {
      LOG.warn("the log does not answer reason={}", e.getMessage());
      failing = true;
    }
  }
}
