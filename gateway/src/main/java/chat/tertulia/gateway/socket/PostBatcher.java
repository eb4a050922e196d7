package chat.tertulia.gateway.socket;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.loop.Loop;
import chat.tertulia.shared.loop.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what all sockets of a loop post in one turn as one request. A request without an answer for
 * a while is sent once more, to another process where there is one, and the first answer counts:
 * posts are safe to repeat.
 */
final class PostBatcher {
  private static final Logger LOG = LoggerFactory.getLogger(PostBatcher.class);

  /** One batch in so many has the delivery of its first post measured. */
  static final int WATCHED = 8;

  /** How long one process may keep posts waiting before another is asked too. */
  static final Duration REPEAT_AFTER = Duration.ofMillis(1_200);

  private final Loop loop;
  private final Bus bus;
  private final PostStored stored;
  private final Patience patience;
  private final List<Part> parts = new ArrayList<>();
  private int flushes;
  private int posts;
  private boolean flushing;

  PostBatcher(Loop loop, Bus bus) {
    this(loop, bus, (room, seq, sinceNanos) -> {});
  }

  /**
   * @param stored hears of one post in {@link #WATCHED} batches
   */
  PostBatcher(Loop loop, Bus bus, PostStored stored) {
    this.loop = loop;
    this.bus = bus;
    this.stored = stored;
    this.patience = new Patience(loop, REPEAT_AFTER);
  }

  private record Part(
      List<Log.PostBy> posts, Promise<List<Log.PostVerdict>> verdicts, long sinceNanos) {}

  /** Posts in order, at most {@link PostLane#MAX_AT_ONCE}; one verdict each in the same order. */
  Future<List<Log.PostVerdict>> send(List<Log.PostBy> all) {
    if (posts + all.size() > Log.MAX_POSTS) {
      flush();
    }
    Promise<List<Log.PostVerdict>> verdicts = Promise.promise();
    parts.add(new Part(all, verdicts, loop.nanoTime()));
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
    ask(batch)
        .onSuccess(answer -> deal(sent, answer.verdicts()))
        .onSuccess(answer -> watch(sent.getFirst(), answer.verdicts()))
        .onFailure(e -> sent.forEach(p -> p.verdicts().fail(e)));
  }

  private void watch(Part first, List<Log.PostVerdict> verdicts) {
    if (++flushes % WATCHED == 0 && !verdicts.isEmpty()) {
      Log.PostVerdict verdict = verdicts.getFirst();
      if (verdict.seq() != null && !Boolean.TRUE.equals(verdict.repeat())) {
        stored.posted(first.posts().getFirst().post().roomId(), verdict.seq(), first.sinceNanos());
      }
    }
  }

  private Future<Log.PostVerdicts> ask(Log.PostBatch batch) {
    Promise<Log.PostVerdicts> first = Promise.promise();
    var repeat = new Repeat(batch, first);
    bus.call(Switchboard.POST_BATCH, batch)
        .onSuccess(first::tryComplete)
        .onFailure(
            e -> {
              if (e instanceof Problem p && p.code() == ErrorCode.UNAVAILABLE) {
                // Nobody there, or a repeat is under way for a while: its outcome counts.
                repeat.run();
              } else {
                first.tryFail(e);
              }
            });
    return first.future().onComplete(done -> repeat.wait.end());
  }

  /** Asks once more, unless there is an answer; at most once. */
  private final class Repeat implements Runnable {
    private final Promise<Log.PostVerdicts> first;
    private final Log.PostBatch batch;
    private final Patience.Wait wait = patience.begin(this);
    private boolean asked;

    Repeat(Log.PostBatch batch, Promise<Log.PostVerdicts> first) {
      this.batch = batch;
      this.first = first;
    }

    @Override
    public void run() {
      if (!asked && !first.future().isComplete()) {
        asked = true;
        bus.call(Switchboard.POST_BATCH, batch)
            .onSuccess(first::tryComplete)
            .onFailure(first::tryFail);
      }
    }
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
