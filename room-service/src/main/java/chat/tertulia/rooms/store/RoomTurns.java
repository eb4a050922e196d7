package chat.tertulia.rooms.store;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets the changes of one room take turns before they take a connection: they would wait for the
 * room's row lock anyway, and a rush on one room must not hold every connection of the service.
 * Belongs to one event loop.
 */
final class RoomTurns {
  /** Changes of one room that may wait; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 1_000;

  private final Map<RoomId, Line> lines = new HashMap<>();

  <T> Future<T> take(RoomId room, Supplier<Future<T>> work) {
    Line line = lines.computeIfAbsent(room, r -> new Line());
    if (line.waiting.size() >= MAX_WAITING) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "this room is changing too fast, try again"));
    }
    Promise<T> turn = Promise.promise();
    line.waiting.add(() -> begin(room, line, work, turn));
    advance(room, line);
    return turn.future();
  }

  private <T> void begin(RoomId room, Line line, Supplier<Future<T>> work, Promise<T> turn) {
    line.busy = true;
    Future.<Void>succeededFuture()
        .compose(ok -> work.get())
        .onComplete(
            (result, failed) -> {
              line.busy = false;
              if (failed == null) {
                turn.complete(result);
              } else {
                turn.fail(failed);
              }
              advance(room, line);
            });
  }

  /** Begins what can begin, in a loop: work that ends at once must not pile up on the stack. */
  private void advance(RoomId room, Line line) {
    if (line.advancing) {
      return;
    }
    line.advancing = true;
    while (!line.busy && !line.waiting.isEmpty()) {
      line.waiting.poll().run();
    }
    line.advancing = false;
    if (!line.busy) {
      lines.remove(room, line);
    }
  }

  private static final class Line {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean advancing;
  }
}
