package chat.tertulia.history.domain;

import chat.tertulia.history.domain.RoomLog.Asker;
import chat.tertulia.history.domain.RoomLog.Slice;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether people are in rooms and how far those are, gathered: what is asked while one statement is
 * under way is answered by the next. Sockets that come back at once ask little else. One alone
 * waits for nothing. Belongs to one event loop.
 */
final class Standings {
  /** Questions in one statement at most. */
  static final int MAX_AT_ONCE = 500;

  /** Questions waiting at most; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 20_000;

  private final RoomLog log;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private boolean underWay;

  Standings(RoomLog log) {
    this.log = log;
  }

  private record Waiting(Asker asker, Promise<Optional<Slice>> answer) {}

  /** Empty when there is no such room, or the reader is not in it. */
  Future<Optional<Slice>> of(RoomId room, UserId reader) {
    if (waiting.size() >= MAX_WAITING) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "too many are entering rooms at once"));
    }
    Promise<Optional<Slice>> answer = Promise.promise();
    waiting.add(new Waiting(new Asker(room, reader), answer));
    next();
    return answer.future();
  }

  private void next() {
    if (underWay || waiting.isEmpty()) {
      return;
    }
    underWay = true;
    var asked = new ArrayList<Waiting>(Math.min(MAX_AT_ONCE, waiting.size()));
    while (asked.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
      asked.add(waiting.poll());
    }
    log.standings(asked.stream().map(Waiting::asker).toList())
        .onComplete(
            done -> {
              underWay = false;
              next();
            })
        .onSuccess(answers -> deal(asked, answers))
        .onFailure(e -> asked.forEach(one -> one.answer().fail(e)));
  }

  private static void deal(List<Waiting> asked, List<Optional<Slice>> answers) {
    for (int i = 0; i < asked.size(); i++) {
      asked.get(i).answer().complete(answers.get(i));
    }
  }
}
