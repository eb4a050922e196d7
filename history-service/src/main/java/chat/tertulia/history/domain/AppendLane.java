package chat.tertulia.history.domain;

import chat.tertulia.history.domain.AppendFailed.Why;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of batches, one at a time. See {@link AppendQueue}. */
final class AppendLane {
  /** Bodies in one batch at most, in characters; a single one may be longer. */
  static final int MAX_BATCH_CHARS = 2 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(AppendLane.class);

  /**
   * A draft and who waits for its outcome.
   *
   * @param since the queue's tick when it came
   */
  record Waiting(Draft draft, Promise<Outcome> promise, long since) {}

  private final Appends appends;
  private final Announcer announcer;
  private final AppendMeter meter;
  private final int maxBatch;
  private final Executor later;
  private final Consumer<RoomId> held;
  private final FailureLog failures;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final List<Promise<Void>> idle = new ArrayList<>();
  private List<Waiting> underWay = List.of();
  private boolean busy;

  /**
   * @param held told of a room that someone else holds, when no draft of it is left here
   */
  AppendLane(
      Appends appends,
      Announcer announcer,
      AppendMeter meter,
      int maxBatch,
      Executor later,
      Consumer<RoomId> held,
      FailureLog failures) {
    this.appends = appends;
    this.announcer = announcer;
    this.meter = meter;
    this.maxBatch = maxBatch;
    this.later = later;
    this.held = held;
    this.failures = failures;
  }

  void add(Waiting waiting) {
    queue.add(waiting);
    if (!busy) {
      // After the present task, so that all drafts of one bus message are in the first batch.
      busy = true;
      later.execute(this::next);
    }
  }

  /** Completes when nothing waits or is under way. */
  Future<Void> idle() {
    if (!busy) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    idle.add(promise);
    return promise.future();
  }

  /**
   * Fails what came before a tick and has no outcome yet, so that nobody waits for longer than they
   * listen. A batch under way goes on: what it stores, a repeat will find.
   */
  void giveUp(long before) {
    var late = new ArrayList<Waiting>();
    var senders = new HashSet<Sender>();
    for (Waiting each : underWay) {
      boolean open = !each.promise().future().isComplete();
      if (open && (each.since() < before || senders.contains(Sender.of(each)))) {
        late.add(each);
        senders.add(Sender.of(each));
      }
    }
    while (!queue.isEmpty() && queue.peek().since() < before) {
      late.add(queue.poll());
    }
    if (!late.isEmpty()) {
      fail(withThoseBehind(late, Why.UNKNOWN), Why.UNKNOWN, "no outcome in time");
    }
  }

  private void next() {
    underWay = List.of();
    if (queue.isEmpty()) {
      busy = false;
      idle.forEach(Promise::complete);
      idle.clear();
      return;
    }
    List<Waiting> batch = take();
    underWay = batch;
    var timing = meter.batch(batch.size());
    commit(batch)
        .onComplete(
            done -> {
              timing.run();
              next();
            });
  }

  private List<Waiting> take() {
    var batch = new ArrayList<Waiting>(Math.min(maxBatch, queue.size()));
    int chars = 0;
    while (!queue.isEmpty() && batch.size() < maxBatch) {
      chars += queue.peek().draft().body().length();
      if (chars > MAX_BATCH_CHARS && !batch.isEmpty()) {
        break;
      }
      batch.add(queue.poll());
    }
    return batch;
  }

  /** Gives everyone in the batch an outcome; never fails. */
  private Future<Void> commit(List<Waiting> batch) {
    return appends
        .append(batch.stream().map(Waiting::draft).toList())
        .transform(
            (outcomes, failed) -> failed == null ? settle(batch, outcomes) : cope(batch, failed));
  }

  private Future<Void> settle(List<Waiting> batch, List<Outcome> outcomes) {
    var entries = new ArrayList<LogEntry>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      if (outcomes.get(i).verdict() == Outcome.Verdict.OK) {
        entries.add(entry(batch.get(i).draft(), outcomes.get(i)));
      }
    }
    announce(entries);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).promise().tryComplete(outcomes.get(i));
    }
    return Future.succeededFuture();
  }

  private void announce(List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      announcer.appended(entries);
    } catch (RuntimeException e) {
      // They are in the log: their senders hear so, and readers find them by the heads.
      LOG.error("entries not announced count={}", entries.size(), e);
    }
  }

  private static LogEntry entry(Draft draft, Outcome outcome) {
    String json =
        LogEntry.frameBody(outcome.seq(), draft.kind(), draft.actor(), outcome.at(), draft.body());
    return new LogEntry(draft.room(), outcome.seq(), draft.kind(), null, null, json);
  }

  /**
   * A batch that did not get in is tried again room by room, then draft by draft, so that one bad
   * draft or one held room fails nobody else. What may be stored already is left to its sender, who
   * repeats it under the same client id.
   */
  private Future<Void> cope(List<Waiting> batch, Throwable failed) {
    Why why = failed instanceof AppendFailed known ? known.why() : Why.REFUSED;
    List<List<Waiting>> parts = why == Why.UNKNOWN ? List.of(batch) : byRoom(batch);
    if (parts.size() == 1 && why == Why.REFUSED) {
      parts = batch.stream().map(List::of).toList();
    }
    if (parts.size() == 1) {
      if (why == Why.REFUSED) {
        LOG.error("entry refused by the database room={}", batch.getFirst().draft().room(), failed);
      }
      fail(withThoseBehind(batch, why), why, failed.getMessage());
      return Future.succeededFuture();
    }
    LOG.warn("batch not stored, trying its parts parts={} reason={}", parts.size(), why);
    Future<Void> all = Future.succeededFuture();
    for (List<Waiting> part : parts) {
      all = all.compose(done -> commit(part));
    }
    return all;
  }

  private static List<List<Waiting>> byRoom(Collection<Waiting> batch) {
    var rooms = new LinkedHashMap<Object, List<Waiting>>();
    batch.forEach(w -> rooms.computeIfAbsent(w.draft().room(), room -> new ArrayList<>()).add(w));
    return List.copyOf(rooms.values());
  }

  /**
   * A sender repeats what failed, so what they have waiting behind it in the same room fails too:
   * it would overtake the repeat. Of a held room nothing waits any longer, since it would only keep
   * the others waiting; the room is reported before anyone hears of the failure, so that a repeat
   * goes aside.
   */
  private List<Waiting> withThoseBehind(List<Waiting> batch, Why why) {
    var all = new ArrayList<>(batch);
    switch (why) {
      case REFUSED -> {}
      case UNKNOWN -> {
        Set<Sender> senders = batch.stream().map(Sender::of).collect(Collectors.toSet());
        takeFromQueue(w -> senders.contains(Sender.of(w)), all);
      }
      case BUSY -> {
        RoomId room = batch.getFirst().draft().room();
        takeFromQueue(w -> w.draft().room().equals(room), all);
        held.accept(room);
      }
    }
    return all;
  }

  private void takeFromQueue(Predicate<Waiting> which, List<Waiting> all) {
    queue.stream().filter(which).forEach(all::add);
    queue.removeIf(which);
  }

  /** Whose order in which room. */
  private record Sender(RoomId room, UserId actor) {
    static Sender of(Waiting waiting) {
      return new Sender(waiting.draft().room(), waiting.draft().actor().id());
    }
  }

  private void fail(List<Waiting> batch, Why why, String reason) {
    Problem problem =
        switch (why) {
          case UNKNOWN -> Problem.of(ErrorCode.UNAVAILABLE, "the log does not answer");
          case BUSY -> Problem.of(ErrorCode.UNAVAILABLE, "the room is busy");
          case REFUSED -> Problem.of(ErrorCode.INTERNAL, "internal error");
        };
    failures.failed(batch.size(), why, reason);
    batch.forEach(w -> w.promise().tryFail(problem));
  }
}
