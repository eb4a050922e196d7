package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.MessageChanges.MessageRef;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Threads;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;

/** Takes a message into another room; the source must be one the person may read. */
public final class Forwarding {
  private final Changing messages;
  private final Posting posting;

  public Forwarding(Changing messages, Posting posting) {
    this.messages = messages;
    this.posting = posting;
  }

  public Future<Outcome> forward(Caller actor, Threads.Forward forward) {
    return messages
        .message(actor, new MessageRef(forward.fromRoomId(), forward.fromSeq()))
        .map(Forwarding::whole)
        .compose(original -> posting.forward(actor.person(), forward, original));
  }

  private static Message whole(Message original) {
    if (original.content() == null) {
      throw Problem.of(ErrorCode.CONFLICT, "the message is deleted");
    }
    return original;
  }
}
