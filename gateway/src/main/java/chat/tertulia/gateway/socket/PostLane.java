package chat.tertulia.gateway.socket;

import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket's posts in the order it sent them: while some are under way the next ones gather, so
 * that any of several history services may take each batch.
 *
 * <p>Order outlives a failure. When a post fails that its sender will repeat, everything they sent
 * to that room behind it fails too, also what is still on its way here, until the repeat comes:
 * else the later one would be in the log before the earlier.
 */
final class PostLane {
  /** Posts of one socket sent together at most. */
  static final int MAX_AT_ONCE = 64;

  /** Posts of one socket waiting at most; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 1_024;

  /** Rooms remembered to wait for a repeat, at most. */
  static final int MAX_BROKEN = 1_000;

  /**
   * A repeat is waited for so long: by then a socket that lives has heard of the failure, see
   * {@link Connections#SILENCE}, so that what it sends is sent on purpose.
   */
  static final Duration REPEATED_WITHIN = Duration.ofSeconds(15);

  /** A post without an outcome for longer is answered {@code unavailable} at the next tick. */
  static final Duration PATIENCE = Duration.ofMillis(2_400);

  /** What a sender is advised to wait when all sockets together have too much waiting. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(PostLane.class);

  private final PostBatcher batcher;
  private final WaitingPosts all;
  private final Loop loop;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Map<RoomId, Broken> broken =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomId, Broken> eldest) {
          return size() > MAX_BROKEN;
        }
      };
  private List<Waiting> underWay = List.of();

  /**
   * @param all what all sockets of the process have waiting
   */
  PostLane(PostBatcher batcher, WaitingPosts all, Loop loop) {
    this.batcher = batcher;
    this.all = all;
    this.loop = loop;
  }

  /** A post and who waits for its answer. */
  private static final class Waiting {
    /** What a post takes beside its text, in bytes. */
    private static final long OVERHEAD = 512;

    private final Log.PostBy post;
    private final Reply reply;

    /** Whether the client can repeat it; else no order is kept around it. */
    private final boolean inOrder;

    private final long sinceNanos;
    private boolean answered;

    Waiting(Log.PostBy post, Reply reply, boolean inOrder, long sinceNanos) {
      this.post = post;
      this.reply = reply;
      this.inOrder = inOrder;
      this.sinceNanos = sinceNanos;
    }

    boolean isLate(long nowNanos) {
      return !answered && nowNanos - sinceNanos > PATIENCE.toNanos();
    }

    long bytes() {
      return OVERHEAD + 2L * post.post().content().length();
    }

    RoomId room() {
      return post.post().roomId();
    }

    ClientId id() {
      return post.post().clientId();
    }
  }

  /** A room whose order waits until this post is repeated. */
  private record Broken(ClientId first, long sinceNanos) {}

  /** Posts behind everything added before. */
  void add(Log.PostBy post, Reply reply) {
    add(new Waiting(post, reply, true, loop.nanoTime()));
  }

  /** Posts what its client cannot repeat, since it never knew the client id. */
  void addOnce(Log.PostBy post, Reply reply) {
    add(new Waiting(post, reply, false, loop.nanoTime()));
  }

  private void add(Waiting one) {
    if (one.inOrder && mustWait(one.room(), one.id())) {
      one.reply.fail(repeatFirst(broken.get(one.room()).first()));
    } else if (waiting.size() >= MAX_WAITING) {
      refused(one.room(), one.id());
      one.reply.fail(Problem.of(ErrorCode.OVERLOADED, "too many posts are waiting on this socket"));
    } else if (!all.take(one.bytes())) {
      refused(one.room(), one.id());
      one.reply.fail(
          Problem.retry(ErrorCode.OVERLOADED, "too many posts are waiting", RETRY_AFTER));
    } else {
      waiting.add(one);
      next();
    }
  }

  /** A post was refused for now before it came here: what follows it waits for its repeat. */
  void refused(RoomId room, ClientId id) {
    if (!mustWait(room, id)) {
      broken.put(room, new Broken(id, loop.nanoTime()));
    }
  }

  private boolean mustWait(RoomId room, ClientId id) {
    Broken since = broken.get(room);
    if (since == null) {
      return false;
    }
    if (since.first().equals(id)
        || loop.nanoTime() - since.sinceNanos() > REPEATED_WITHIN.toNanos()) {
      broken.remove(room);
      return false;
    }
    return true;
  }

  private static Problem repeatFirst(ClientId first) {
    return Problem.of(ErrorCode.UNAVAILABLE, "repeat " + first.value() + " first");
  }

  /** Whether every post has its answer. */
  boolean isIdle() {
    return underWay.isEmpty() && waiting.isEmpty();
  }

  /** Answers what has waited for too long; what is under way may still be stored. */
  void tick(long nowNanos) {
    if (underWay.isEmpty() && waiting.isEmpty()) {
      return;
    }
    var late = new ArrayList<Waiting>();
    var rooms = new HashSet<RoomId>();
    for (Waiting one : underWay) {
      // What was sent to that room behind a late one fails with it: the repeats must be in order.
      if (!one.answered && (rooms.contains(one.room()) || one.isLate(nowNanos))) {
        late.add(one);
        rooms.add(one.room());
      }
    }
    while (!waiting.isEmpty() && waiting.peek().isLate(nowNanos)) {
      all.give(waiting.peek().bytes());
      late.add(waiting.poll());
    }
    if (!late.isEmpty()) {
      failAll(late, Problem.of(ErrorCode.UNAVAILABLE, "the log did not answer in time"));
    }
  }

  /** Forgets what waits: its sender may not send any more. */
  void clear() {
    waiting.forEach(one -> all.give(one.bytes()));
    waiting.clear();
  }

  private void next() {
    if (!underWay.isEmpty() || waiting.isEmpty()) {
      return;
    }
    var batch = new ArrayList<Waiting>();
    while (batch.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
      batch.add(waiting.poll());
    }
    underWay = batch;
    batcher
        .send(batch.stream().map(one -> one.post).toList())
        .onComplete((verdicts, failed) -> settle(batch, verdicts, failed));
  }

  /** Whatever became of a batch, and of its answers: the next one goes. */
  private void settle(List<Waiting> batch, List<Log.PostVerdict> verdicts, Throwable failed) {
    try {
      if (failed == null) {
        answer(batch, verdicts);
      } else {
        failAll(batch, BridgeReply.problem(failed));
      }
    } catch (RuntimeException e) {
      LOG.error("answers not understood count={}", batch.size(), e);
      failAll(batch, Problem.of(ErrorCode.UNAVAILABLE, "the log did not answer"));
    } finally {
      batch.forEach(one -> all.give(one.bytes()));
      underWay = List.of();
      next();
    }
  }

  private void answer(List<Waiting> batch, List<Log.PostVerdict> verdicts) {
    var failed = new LinkedHashMap<RoomId, ClientId>();
    for (int i = 0; i < batch.size(); i++) {
      Waiting one = batch.get(i);
      Log.PostVerdict verdict = verdicts.get(i);
      if (verdict.problem() == null) {
        tell(one, verdict);
      } else {
        fail(one, Problem.fromJson(verdict.problem()), failed);
      }
    }
    breakOff(failed);
  }

  /** A reply that throws must not keep the others' back, nor the order of what follows. */
  private static void tell(Waiting one, Log.PostVerdict verdict) {
    if (one.answered) {
      // Stored after its sender was told that this is not known. Others failed behind it, so that
      // its repeat is waited for all the same.
      return;
    }
    one.answered = true;
    try {
      one.reply.done("{\"seq\":" + verdict.seq() + ",\"at\":\"" + Json.time(verdict.at()) + "\"}");
    } catch (RuntimeException e) {
      LOG.error("post not answered", e);
    }
  }

  private static void refuse(Waiting one, Problem problem) {
    one.answered = true;
    try {
      one.reply.fail(problem);
    } catch (RuntimeException e) {
      LOG.error("post not answered", e);
    }
  }

  private void failAll(List<Waiting> batch, Problem problem) {
    var failed = new LinkedHashMap<RoomId, ClientId>();
    batch.forEach(one -> fail(one, problem, failed));
    breakOff(failed);
  }

  private static void fail(Waiting one, Problem problem, Map<RoomId, ClientId> failed) {
    if (one.answered) {
      return;
    }
    refuse(one, problem);
    if (one.inOrder && problem.code().retryable()) {
      failed.putIfAbsent(one.room(), one.id());
    }
  }

  /** What waits behind a failed post of its room fails with it. */
  private void breakOff(Map<RoomId, ClientId> failed) {
    if (failed.isEmpty()) {
      return;
    }
    long now = loop.nanoTime();
    // What was under way came before anything refused meanwhile.
    failed.forEach((room, first) -> broken.put(room, new Broken(first, now)));
    // Answered after all of them are out: an answer may bring the next post.
    var behind = new ArrayList<Waiting>();
    waiting.removeIf(
        one -> {
          boolean fails = one.inOrder && failed.containsKey(one.room());
          if (fails) {
            all.give(one.bytes());
            behind.add(one);
          }
          return fails;
        });
    behind.forEach(one -> refuse(one, repeatFirst(failed.get(one.room()))));
  }
}
