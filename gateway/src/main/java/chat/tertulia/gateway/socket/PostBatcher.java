package chat.tertulia.gateway.socket;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what all sockets of a loop post in one turn as one request, and repeats a request that got
 * no answer once: posts are safe to repeat.
 */
final class PostBatcher {
  private static final Logger LOG = LoggerFactory.getLogger(PostBatcher.class);

  private final Loop loop;
  private final Bus bus;
  private final List<Part> parts = new ArrayList<>();
  private int posts;
  private boolean flushing;

  PostBatcher(Loop loop, Bus bus) {
    this.loop = loop;
    this.bus = bus;
  }

  private record Part(List<Log.PostBy> posts, Promise<List<Log.PostVerdict>> verdicts) {}

  /** Posts in order, at most {@link PostLane#MAX_AT_ONCE}; one verdict each in the same order. */
  Future<List<Log.PostVerdict>> send(List<Log.PostBy> all) {
    if (posts + all.size() > Log.MAX_POSTS) {
      flush();
    }
    Promise<List<Log.PostVerdict>> verdicts = Promise.promise();
    parts.add(new Part(all, verdicts));
    posts += all.size();
    if (!flushing) {
      flushing = true;
      loop.execute(this::flush);
    }
    return verdicts.future();
  }

  private void flush() {
    flushing = false;
    if (parts.isEmpty()) {
      return;
    }
    var sent = List.copyOf(parts);
    parts.clear();
    posts = 0;
    var batch = new Log.PostBatch(sent.stream().flatMap(p -> p.posts().stream()).toList());
    bus.call(Switchboard.POST_BATCH, batch)
        .recover(e -> again(e, batch))
        .onSuccess(answer -> deal(sent, answer.verdicts()))
        .onFailure(e -> sent.forEach(p -> p.verdicts().fail(e)));
  }

  private Future<Log.PostVerdicts> again(Throwable e, Log.PostBatch batch) {
    boolean unanswered = e instanceof Problem p && p.code() == ErrorCode.UNAVAILABLE;
    return unanswered ? bus.call(Switchboard.POST_BATCH, batch) : Future.failedFuture(e);
  }

  private static void deal(List<Part> parts, List<Log.PostVerdict> verdicts) {
    int from = 0;
    for (Part part : parts) {
      int to = from + part.posts().size();
      try {
        part.verdicts().complete(verdicts.subList(from, to));
      } catch (RuntimeException e) {
        // Fewer answers than posts: nobody may wait for ever, and a repeat is safe.
        LOG.error("posts not answered count={}", part.posts().size(), e);
        part.verdicts().tryFail(Problem.of(ErrorCode.UNAVAILABLE, "the log did not answer"));
      }
      from = to;
    }
  }
}
