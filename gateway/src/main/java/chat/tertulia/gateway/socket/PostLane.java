package chat.tertulia.gateway.socket;

import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One socket's posts in the order it sent them: while some are under way the next ones gather, so
 * that any of several history services may take each batch.
 */
final class PostLane {
  /** Posts of one socket sent together at most. */
  static final int MAX_AT_ONCE = 64;

  /** Posts of one socket waiting at most; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 1_024;

  private final PostBatcher batcher;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private boolean underWay;

  PostLane(PostBatcher batcher) {
    this.batcher = batcher;
  }

  private record Waiting(Log.PostBy post, Reply reply) {}

  void add(Log.PostBy post, Reply reply) {
    if (waiting.size() >= MAX_WAITING) {
      reply.fail(Problem.of(ErrorCode.OVERLOADED, "too many posts are waiting on this socket"));
      return;
    }
    waiting.add(new Waiting(post, reply));
    next();
  }

  /** Forgets what waits: its sender may not send any more. */
  void clear() {
    waiting.clear();
  }

  private void next() {
    if (underWay || waiting.isEmpty()) {
      return;
    }
    underWay = true;
    var batch = new ArrayList<Waiting>();
    while (batch.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
      batch.add(waiting.poll());
    }
    batcher
        .send(batch.stream().map(Waiting::post).toList())
        .onSuccess(verdicts -> answer(batch, verdicts))
        .onFailure(e -> batch.forEach(w -> w.reply().fail(problem(e))))
        .onComplete(
            done -> {
              underWay = false;
              next();
            });
  }

  private static void answer(List<Waiting> batch, List<Log.PostVerdict> verdicts) {
    for (int i = 0; i < batch.size(); i++) {
      Log.PostVerdict verdict = verdicts.get(i);
      if (verdict.problem() == null) {
        batch
            .get(i)
            .reply()
            .done("{\"seq\":" + verdict.seq() + ",\"at\":\"" + Json.time(verdict.at()) + "\"}");
      } else {
        batch.get(i).reply().fail(Problem.fromJson(verdict.problem()));
      }
    }
  }

  private static Problem problem(Throwable e) {
    return e instanceof Problem p ? p : Problem.of(ErrorCode.INTERNAL, "internal error");
  }
}
