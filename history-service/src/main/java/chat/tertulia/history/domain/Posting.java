package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;

/** Turns what people post into entries. */
public final class Posting {
  private static final String MESSAGE = "message";

  private final AppendQueue queue;

  public Posting(AppendQueue queue) {
    this.queue = queue;
  }

  /**
   * Posts a message; completes after its commit, in the log or with the reason why not.
   *
   * <p>Posts of one person into one room get their numbers in the order of the calls.
   */
  public Future<Outcome> post(Person actor, Messages.Post post) {
    return queue.append(new Draft(post.roomId(), actor, MESSAGE, post.clientId(), body(post)));
  }

  /** The fields of a message in the frame, see {@link LogEntry#frameBody}. */
  static String body(Messages.Post post) {
    var fields = Json.object();
    fields.put("content", post.content());
    fields.put("clientId", post.clientId().value());
    if (post.replyTo() != null) {
      fields.put("replyTo", post.replyTo());
    }
    if (post.thread() != null) {
      fields.put("thread", post.thread());
    }
    fields.putArray("mentions");
    return Json.text(fields);
  }
}
