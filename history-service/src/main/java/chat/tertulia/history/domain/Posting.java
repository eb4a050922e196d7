package chat.tertulia.history.domain;

import chat.tertulia.history.domain.Wording.Meaning;
import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Attachments.FileId;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Source;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Threads;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what people post into entries.
 *
 * <p>What refers to nothing goes to the queue at once. Before a message that names people, answers
 * one or belongs to a thread, the database is asked; what its sender posts behind it in the same
 * room waits for it, so that the order stays. Belongs to one event loop.
 */
public final class Posting {
  private static final String MESSAGE = "message";

  /** Content of a message shown with a notice, in characters. */
  private static final int NOTICE_CHARS = 200;

  private final AppendQueue queue;
  private final Wording wording;
  private final Notices notices;
  private final Naming naming;

  /** Completed when the last message of a sender that had to ask is in the queue. */
  private final Map<Sender, Future<Void>> turns = new HashMap<>();

  /** Looks up files that a message names; fails with the field when one may not be named. */
  public interface Naming {
    Future<List<Attachment>> named(UserId owner, RoomId room, ClientId message, List<FileId> files);
  }

  public Posting(AppendQueue queue, Wording wording, Notices notices, Naming naming) {
    this.queue = queue;
    this.wording = wording;
    this.notices = notices;
    this.naming = naming;
  }

  /**
   * Where there is nobody to be named and nothing to refer to: for simulations of the log alone.
   */
  public Posting(AppendQueue queue) {
    this(
        queue,
        new Wording(asked -> Future.succeededFuture(Optional.empty())),
        (user, frame) -> {},
        (owner, room, message, files) -> Future.failedFuture(Problem.notFound()));
  }

  /** Whose order in which room. */
  private record Sender(UserId user, RoomId room) {}

  /**
   * Posts a message; completes after its commit, in the log or with the reason why not.
   *
   * <p>Posts of one person into one room get their numbers in the order of the calls.
   */
  public Future<Outcome> post(Person actor, Messages.Post post) {
    var sender = new Sender(actor.id(), post.roomId());
    boolean plain = Wording.isPlain(post.content(), post.replyTo(), post.thread());
    boolean bare = post.attachments().isEmpty();
    if (plain && bare && !turns.containsKey(sender)) {
      return queue.append(draft(actor, post, Meaning.PLAIN, List.of()));
    }
    Future<Meaning> asked =
        plain
            ? Future.succeededFuture(Meaning.PLAIN)
            : wording.of(post.roomId(), actor.id(), post.content(), post.replyTo(), post.thread());
    Future<List<Attachment>> files =
        bare
            ? Future.succeededFuture(List.of())
            : naming.named(actor.id(), post.roomId(), post.clientId(), post.attachments());
    Future<Draft> draft =
        asked.compose(meaning -> files.map(named -> draft(actor, post, meaning, named)));
    return inTurn(sender, draft).onSuccess(outcome -> tell(actor, post, outcome, asked.result()));
  }

  /** Posts what another message says, as it is now. */
  public Future<Outcome> forward(Person actor, Threads.Forward forward, Message original) {
    var sender = new Sender(actor.id(), forward.roomId());
    Source source =
        original.forwarded() != null
            ? original.forwarded()
            : new Source(original.roomId(), original.seq(), original.actor(), original.at());
    ObjectNode fields = Json.object().put("content", original.content());
    fields.put("clientId", forward.clientId().value());
    if (forward.thread() != null) {
      fields.put("thread", forward.thread());
    }
    fields.set("forwarded", Json.tree(source));
    fields.putArray("mentions");
    var draft = new Draft(forward.roomId(), actor, MESSAGE, forward.clientId(), Json.text(fields));
    return inTurn(
        sender,
        wording.of(forward.roomId(), actor.id(), "", null, forward.thread()).map(meaning -> draft));
  }

  private Future<Outcome> inTurn(Sender sender, Future<Draft> ready) {
    Future<Void> before = turns.getOrDefault(sender, Future.succeededFuture());
    Promise<Void> handed = Promise.promise();
    Future<Void> turn = handed.future();
    turns.put(sender, turn);
    turn.onComplete(done -> turns.remove(sender, turn));
    return before
        .compose(ok -> ready)
        .compose(
            draft -> {
              Future<Outcome> appended = queue.append(draft);
              if (!appended.failed()) {
                handed.complete();
              }
              return appended;
            })
        .onFailure(failed -> pass(handed, failed));
  }

  /** What will be repeated must not be overtaken: those behind it are refused likewise. */
  private static void pass(Promise<Void> handed, Throwable failed) {
    if (failed instanceof Problem problem && !problem.code().retryable()) {
      handed.tryComplete();
    } else {
      handed.tryFail(failed);
    }
  }

  private void tell(Person actor, Messages.Post post, Outcome outcome, Meaning meaning) {
    if (outcome.verdict() != Outcome.Verdict.OK || meaning == null) {
      return;
    }
    for (UserId each : meaning.told()) {
      ObjectNode frame = Json.object().put("type", "mention");
      frame.put("roomId", post.roomId().value()).put("seq", outcome.seq());
      if (post.thread() != null) {
        frame.put("thread", post.thread());
      }
      frame.set("actor", Json.tree(actor));
      String content = post.content();
      int end = content.offsetByCodePoints(0, Math.min(NOTICE_CHARS, codePoints(content)));
      frame.put("content", content.substring(0, end));
      notices.tell(each, frame);
    }
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Draft draft(
      Person actor, Messages.Post post, Meaning meaning, List<Attachment> files) {
    return new Draft(post.roomId(), actor, MESSAGE, post.clientId(), body(post, meaning, files));
  }

  /** The fields of a message in the frame, see {@link LogEntry#frameBody}. */
  static String body(Messages.Post post, Meaning meaning, List<Attachment> files) {
    var fields = Json.object();
    fields.put("content", post.content());
    fields.put("clientId", post.clientId().value());
    if (post.replyTo() != null) {
      fields.put("replyTo", post.replyTo());
    }
    if (post.thread() != null) {
      fields.put("thread", post.thread());
    }
    meaning.writeTo(fields);
    if (!files.isEmpty()) {
      fields.set("attachments", Json.tree(files));
    }
    return Json.text(fields);
  }
}
