package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MICROS;
import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;

import chat.tertulia.history.domain.Appends;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.history.domain.RoomLog;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One machine's connections to the store. */
final class StoreClient implements Appends, RoomLog {
  /** Entries in one answer at most, besides what is asked for: long answers are cut. */
  private static final int MOST_ENTRIES = 7;

  private final Scheduler scheduler;
  private final Store store;
  private final Loop loop;
  private final Sabotage sabotage;

  StoreClient(Scheduler scheduler, Store store, Loop loop, Sabotage sabotage) {
    this.scheduler = scheduler;
    this.store = store;
    this.loop = loop;
    this.sabotage = sabotage;
  }

  private void onTheWay(Runnable task) {
    scheduler.after(scheduler.between(80 * MICROS, 3 * MILLIS), task);
  }

  @Override
  public Future<List<Outcome>> append(List<Draft> drafts) {
    Promise<List<Outcome>> promise = Promise.promise();
    boolean turned = sabotage == Sabotage.TURNS_BATCHES_ROUND;
    List<Draft> sent = turned ? drafts.reversed() : drafts;
    onTheWay(
        () ->
            store.append(
                sent,
                (outcomes, failed) ->
                    onTheWay(
                        () ->
                            loop.execute(
                                () -> {
                                  if (failed != null) {
                                    promise.fail(failed);
                                  } else {
                                    promise.complete(turned ? turned(outcomes) : outcomes);
                                  }
                                }))));
    return promise.future();
  }

  private static List<Outcome> turned(List<Outcome> outcomes) {
    var turned = new ArrayList<>(outcomes);
    Collections.reverse(turned);
    return turned;
  }

  private <T> Future<T> query(Supplier<T> snapshot) {
    Promise<T> promise = Promise.promise();
    onTheWay(
        () -> {
          if (!store.isUp()) {
            onTheWay(() -> loop.execute(() -> promise.fail(away())));
            return;
          }
          T found = snapshot.get();
          onTheWay(() -> loop.execute(() -> promise.complete(found)));
        });
    return promise.future();
  }

  private static Problem away() {
    return Problem.of(ErrorCode.UNAVAILABLE, "the database does not answer");
  }

  @Override
  public Future<Optional<Slice>> read(RoomId room, UserId reader, long after, int limit) {
    if (sabotage == Sabotage.LEAVES_HOLES && reader == null) {
      return Future.succeededFuture(Optional.of(new Slice(after, List.of())));
    }
    return query(() -> slice(room, reader, after, limit));
  }

  private Optional<Slice> slice(RoomId room, UserId reader, long after, int limit) {
    List<Store.Row> rows = store.rows(room);
    if (rows == null || reader != null && !store.isMember(room, reader)) {
      return Optional.empty();
    }
    int from = (int) Math.min(after, rows.size());
    int most = Math.min(limit, MOST_ENTRIES);
    List<LogEntry> entries =
        rows.subList(from, Math.min(rows.size(), from + most)).stream()
            .map(Store.Row::entry)
            .toList();
    return Optional.of(new Slice(rows.size(), entries));
  }

  @Override
  public Future<List<Optional<Slice>>> standings(List<Asker> askers) {
    return query(
        () -> askers.stream().map(asker -> slice(asker.room(), asker.reader(), 0, 0)).toList());
  }

  @Override
  public Future<Changed> changedSince(String cursor) {
    return query(
        () -> {
          boolean silent = cursor == null || sabotage == Sabotage.LEAVES_HOLES;
          Map<RoomId, Long> heads = silent ? Map.of() : store.headsSince(Long.parseLong(cursor));
          return new Changed(Long.toString(store.oldestRunning()), heads, false);
        });
  }

  @Override
  public Future<String> epoch() {
    return query(() -> Store.EPOCH);
  }
}
