package chat.tertulia.history.domain;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epoch that goes out with answers. Read at the start, again every {@link #EVERY_MS}, and
 * before the next answer after the database was away: that is when it may have been restored.
 */
public final class EpochWatch {
  /** How often the epoch is read again, in milliseconds. */
  public static final long EVERY_MS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(EpochWatch.class);

  private final Supplier<Future<String>> source;
  private String known;
  private boolean certain;

  public EpochWatch(Supplier<Future<String>> source) {
    this.source = source;
  }

  /** The epoch, from the database if there is reason to doubt it. */
  public Future<String> current() {
    return certain ? Future.succeededFuture(known) : refresh();
  }

  /** Reads it now. */
  public Future<String> refresh() {
    return source.get().onSuccess(this::learn);
  }

  /** The database was away. */
  public void doubt() {
    certain = false;
  }

  private void learn(String epoch) {
    if (known != null && !known.equals(epoch)) {
      LOG.warn("epoch changed, the database was restored old={} new={}", known, epoch);
    }
    known = epoch;
    certain = true;
  }
}
