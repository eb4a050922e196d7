package chat.tertulia.rooms.store;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
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

  private static final class Line {
    private int length;
    private Future<?> last = Future.succeededFuture();
  }

  <T> Future<T> take(RoomId room, Supplier<Future<T>> work) {
    Line line = lines.computeIfAbsent(room, r -> new Line());
    if (line.length >= MAX_WAITING) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "this room is changing too fast, try again"));
    }
    line.length++;
    Future<T> turn = line.last.transform((ok, failed) -> work.get());
    line.last = turn;
    return turn.onComplete(
        done -> {
          line.length--;
          if (line.length == 0) {
            lines.remove(room);
          }
        });
  }
}
