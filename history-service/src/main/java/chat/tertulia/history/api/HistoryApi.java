package chat.tertulia.history.api;

import chat.tertulia.history.domain.Outcome;
import chat.tertulia.history.domain.Posting;
import chat.tertulia.history.domain.ReadMarks;
import chat.tertulia.history.domain.Reading;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Messages.Posted;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** history-service's operations: between the contract and the domain. */
public final class HistoryApi {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryApi.class);
  private static final int REPEATED = 200;

  private final Posting posting;
  private final Reading reading;
  private final ReadMarks marks;

  public HistoryApi(Posting posting, Reading reading, ReadMarks marks) {
    this.posting = posting;
    this.reading = reading;
    this.marks = marks;
  }

  /** Binds every operation of {@link Switchboard#HISTORY_SERVICE}. */
  public void bind(OperationBinder operations) {
    operations
        .on(
            Switchboard.POST_MESSAGE,
            call -> posting.post(call.caller().person(), call.body()).map(HistoryApi::posted))
        .on(
            Switchboard.HISTORY,
            call -> reading.history(call.caller(), call.body()).map(Answer::of))
        .on(
            Switchboard.ENTRIES,
            call -> reading.entries(call.caller(), call.body()).map(Answer::of))
        .on(Switchboard.MARK_READ, call -> marks.mark(call.caller(), call.body()).map(Answer::of))
        .on(
            Switchboard.MY_MESSAGES,
            call -> reading.mine(call.caller(), call.body()).map(Answer::of))
        .on(Switchboard.READ_LOG, call -> reading.read(call.body()).map(Answer::of))
        .on(Switchboard.HEADS, call -> reading.heads(call.body().cursor()).map(Answer::of))
        .on(Switchboard.POST_BATCH, call -> postAll(call.body()).map(Answer::of))
        .on(Switchboard.SUMMARIES, call -> marks.summaries(call.body()).map(Answer::of));
  }

  static Answer<Posted> posted(Outcome outcome) {
    if (!outcome.isStored()) {
      throw outcome.problem();
    }
    var posted = new Posted(outcome.seq(), outcome.at());
    return outcome.verdict() == Outcome.Verdict.REPEAT
        ? Answer.of(REPEATED, posted)
        : Answer.of(posted);
  }

  private Future<Log.PostVerdicts> postAll(Log.PostBatch batch) {
    if (batch.posts() == null || batch.posts().size() > Log.MAX_POSTS) {
      throw Problem.field("posts", "must be a list of at most " + Log.MAX_POSTS);
    }
    var refused = new HashMap<Sender, Problem>();
    List<Future<Log.PostVerdict>> verdicts =
        batch.posts().stream().map(post -> postOne(post, refused)).toList();
    return Future.all(verdicts).map(all -> new Log.PostVerdicts(all.list()));
  }

  /** Whose order in which room. */
  private record Sender(UserId user, RoomId room) {}

  /**
   * Never fails: what went wrong with one post is its verdict.
   *
   * @param refused senders with a post that was refused at once and will be repeated; what comes
   *     behind it must not be stored before
   */
  private Future<Log.PostVerdict> postOne(Log.PostBy post, Map<Sender, Problem> refused) {
    var sender = new Sender(post.actor().id(), post.post().roomId());
    if (refused.containsKey(sender)) {
      return refusal(refused.get(sender));
    }
    Future<Outcome> outcome = attempt(post);
    if (outcome.failed() && outcome.cause() instanceof Problem problem) {
      refused.put(sender, problem);
    }
    return outcome.transform(
        (stored, failed) -> failed == null ? verdict(stored) : refusal(problem(failed)));
  }

  private Future<Outcome> attempt(Log.PostBy post) {
    try {
      return posting.post(post.actor(), post.post());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** What is no problem is a bug, and that of one post only. */
  private static Problem problem(Throwable failed) {
    if (failed instanceof Problem problem) {
      return problem;
    }
    LOG.error("post failed", failed);
    return Problem.of(ErrorCode.INTERNAL, "internal error");
  }

  private static Future<Log.PostVerdict> verdict(Outcome outcome) {
    if (!outcome.isStored()) {
      return refusal(outcome.problem());
    }
    Boolean repeat = outcome.verdict() == Outcome.Verdict.REPEAT ? true : null;
    return Future.succeededFuture(new Log.PostVerdict(outcome.seq(), outcome.at(), repeat, null));
  }

  private static Future<Log.PostVerdict> refusal(Problem problem) {
    return Future.succeededFuture(new Log.PostVerdict(null, null, null, problem.toJson()));
  }
}
