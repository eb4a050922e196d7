package chat.tertulia.history.search.domain;

import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index behind the log by less than a second: soon after this process has appended, and
 * now and then for what others have. Belongs to one event loop.
 */
public final class Follower {
  /** From an append to its indexing, in milliseconds: what comes together is indexed together. */
  public static final long SOON_MS = 300;

  /** How often it looks by itself, in milliseconds. */
  public static final long EVERY_MS = 400;

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final SearchIndex index;
  private final Supplier<Future<String>> epoch;
  private final LongConsumer timer;
  private Future<Void> running = Future.succeededFuture();
  private boolean due;
  private boolean closed;
  private boolean failing;

  /**
   * @param timer calls {@link #due} after so many milliseconds
   */
  public Follower(SearchIndex index, Supplier<Future<String>> epoch, LongConsumer timer) {
    this.index = index;
    this.epoch = epoch;
    this.timer = timer;
  }

  /** Something was appended. */
  public void soon() {
    if (!due && !closed) {
      due = true;
      timer.accept(SOON_MS);
    }
  }

  /** The time that {@link #soon} asked for has come. */
  public void due() {
    due = false;
    look();
  }

  /** Looks now, unless it is looking. */
  public void look() {
    if (closed || !running.isComplete()) {
      return;
    }
    running =
        epoch.get().compose(this::follow).onComplete(done -> tell(done.cause())).otherwiseEmpty();
  }

  private Future<Void> follow(String life) {
    return index
        .follow(life)
        .compose(more -> more && !closed ? follow(life) : Future.succeededFuture());
  }

  /** One line when it begins to fail and one when it works again. */
  private void tell(Throwable failed) {
    if (failed == null) {
      if (failing) {
        LOG.info("search follows the log again");
      }
      failing = false;
    } else {
      if (!failing) {
        boolean known = failed instanceof Problem;
        LOG.warn(
            "search cannot follow the log reason={}", failed.getMessage(), known ? null : failed);
      }
      failing = true;
    }
  }

  /** Ends after what is under way. */
  public Future<Void> close() {
    closed = true;
    return running;
  }
}
