package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: what arrives while a batch commits goes into the next one.
 *
 * <p>Rooms are spread over lanes. A lane has at most one batch under way and takes drafts in the
 * order they came, so drafts of one room get their numbers in that order, while the disk works for
 * one lane and the processor for another. A room whose head someone holds for too long goes to a
 * lane aside until it gets through again, so that it delays no other. What waits is bounded in
 * number and in characters; past the bound a draft is refused at once.
 *
 * <p>Belongs to one event loop.
 */
public final class AppendQueue {
  /** Lanes that rooms are spread over. */
  public static final int LANES = 2;

  /** Batches under way at once: one a lane and one aside. */
  public static final int MAX_UNDER_WAY = LANES + 1;

  /** Held rooms remembered at most. */
  static final int MAX_HELD = 1_000;

  /** Bodies waiting at most, in characters. */
  public static final long MAX_WAITING_CHARS = 32L << 20;

  /** How often {@link #tick} is to be called, in milliseconds. */
  public static final long TICK_MS = 100;

  /**
   * Ticks after which a draft without an outcome fails as {@code unavailable}: a little longer than
   * the database may take, a little shorter than its sender listens.
   */
  static final int PATIENCE_TICKS = 25;

  /** What a refused sender is advised to wait. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(AppendQueue.class);

  private final FailureLog failures = new FailureLog(LOG::warn);
  private final AppendLane[] lanes = new AppendLane[LANES];
  private final AppendLane aside;

  /** Rooms that were held, with how many of their drafts are in the lane aside. */
  private final Map<RoomId, Integer> held = new LinkedHashMap<>();

  private final int maxWaiting;
  private final AppendMeter meter;
  private int waiting;
  private long waitingChars;
  private long ticks;
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
      lanes[i] = new AppendLane(appends, announcer, meter, maxBatch, later, this::isHeld, failures);
    }
    aside = new AppendLane(appends, announcer, meter, maxBatch, later, room -> {}, failures);
    meter.watchWaiting(() -> waiting);
  }

  /**
   * Completes after the commit; fails with a {@link Problem} when nothing is known to be stored, at
   * the latest after {@link #PATIENCE_TICKS}.
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
    boolean toAside = held.computeIfPresent(draft.room(), (room, count) -> count + 1) != null;
    AppendLane lane = toAside ? aside : laneOf(draft.room());
    lane.add(new AppendLane.Waiting(draft, promise, ticks));
    return promise
        .future()
        .onComplete(
            outcome -> {
              left(chars);
              if (toAside) {
                leftAside(draft.room(), outcome.succeeded());
              }
            });
  }

  private AppendLane laneOf(RoomId room) {
    return lanes[Math.floorMod(room.hashCode(), LANES)];
  }

  /** The lane has no more drafts of that room: order is kept when the next go aside. */
  private void isHeld(RoomId room) {
    if (held.size() >= MAX_HELD) {
      held.values().removeIf(count -> count == 0);
    }
    if (held.size() < MAX_HELD) {
      held.putIfAbsent(room, 0);
    }
  }

  /** A room goes back to its lane when its last draft aside got through. */
  private void leftAside(RoomId room, boolean gotThrough) {
    held.computeIfPresent(
        room, (same, count) -> count == 1 && gotThrough ? null : Integer.valueOf(count - 1));
  }

  /** Time passes: what has waited for too long gets its answer. */
  public void tick() {
    ticks++;
    failures.tick();
    for (AppendLane lane : lanes) {
      lane.giveUp(ticks - PATIENCE_TICKS);
    }
    aside.giveUp(ticks - PATIENCE_TICKS);
  }

  int heldRooms() {
    return held.size();
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
    ends.add(aside.idle());
    return Future.all(ends).mapEmpty();
  }
}
