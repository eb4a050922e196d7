package chat.tertulia.history.domain;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Group commit: what arrives while a batch commits goes into the next one.
 *
 * <p>Rooms are spread over lanes. A lane has at most one batch under way and takes drafts in the
 * order they came, so drafts of one room get their numbers in that order, while the disk works for
 * one lane and the processor for another. What waits is bounded in number and in characters; past
 * the bound a draft is refused at once.
 *
 * <p>Belongs to one event loop.
 */
public final class AppendQueue {
  /** Batches under way at once. */
  public static final int LANES = 2;

  /** Bodies waiting at most, in characters. */
  public static final long MAX_WAITING_CHARS = 32L << 20;

  /** What a refused sender is advised to wait. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final AppendLane[] lanes = new AppendLane[LANES];
  private final int maxWaiting;
  private final AppendMeter meter;
  private int waiting;
  private long waitingChars;
  private boolean closed;

  /**
   * @param maxBatch drafts in one transaction at most
   * @param maxWaiting drafts without an outcome at most
   * @param later runs a task on the owning event loop after the present one
   */
  public AppendQueue(
      Appends appends,
      Announcer announcer,
      AppendMeter meter,
      int maxBatch,
      int maxWaiting,
      Executor later) {
    this.maxWaiting = maxWaiting;
    this.meter = meter;
    for (int i = 0; i < LANES; i++) {
      lanes[i] = new AppendLane(appends, announcer, meter, maxBatch, later);
    }
    meter.watchWaiting(() -> waiting);
  }

  /**
   * Completes after the commit; fails with a {@link Problem} when nothing is known to be stored.
   */
  public Future<Outcome> append(Draft draft) {
    if (closed) {
      return Future.failedFuture(Problem.of(ErrorCode.UNAVAILABLE, "the service is stopping"));
    }
    int chars = draft.body().length();
    if (waiting >= maxWaiting || waitingChars + chars > MAX_WAITING_CHARS) {
      meter.refused();
      return Future.failedFuture(
          Problem.retry(ErrorCode.OVERLOADED, "too many messages are waiting", RETRY_AFTER));
    }
    waiting++;
    waitingChars += chars;
    Promise<Outcome> promise = Promise.promise();
    int lane = Math.floorMod(draft.room().hashCode(), LANES);
    lanes[lane].add(new AppendLane.Waiting(draft, promise));
    return promise.future().onComplete(done -> left(chars));
  }

  private void left(int chars) {
    waiting--;
    waitingChars -= chars;
  }

  /** Takes no more and completes when everything taken has its outcome. */
  public Future<Void> close() {
    closed = true;
    List<Future<Void>> ends = new ArrayList<>();
    for (AppendLane lane : lanes) {
      ends.add(lane.idle());
    }
    return Future.all(ends).mapEmpty();
  }
}
