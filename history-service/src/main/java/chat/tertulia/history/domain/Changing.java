package chat.tertulia.history.domain;

import chat.tertulia.history.domain.Changes.Change;
import chat.tertulia.history.domain.Changes.Target;
import chat.tertulia.history.domain.Changes.Verdict;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Emoji;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.MessageChanges;
import chat.tertulia.shared.contract.MessageChanges.Noted;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;

/** What people do to messages that exist. */
public final class Changing {
  private final Changes changes;
  private final Wording wording;
  private final Announcer announcer;

  public Changing(Changes changes, Wording wording, Announcer announcer) {
    this.changes = changes;
    this.wording = wording;
    this.announcer = announcer;
  }

  public Future<Noted> edit(Caller actor, MessageChanges.Edit edit) {
    var target = target(actor, edit.roomId(), edit.seq());
    return wording
        .of(edit.roomId(), actor.user(), edit.content(), null, null)
        .compose(
            meaning -> {
              ObjectNode body = body(target).put("content", edit.content());
              meaning.writeTo(body);
              return noted(target, changes.edit(target, edit.clientId(), Json.text(body)));
            });
  }

  public Future<Noted> delete(Caller actor, MessageChanges.Delete delete) {
    var target = target(actor, delete.roomId(), delete.seq());
    ObjectNode body = body(target);
    if (delete.reason() != null) {
      body.put("reason", delete.reason());
    }
    return noted(target, changes.delete(target, Json.text(body)));
  }

  public Future<Noted> undo(Caller actor, MessageChanges.MessageRef message) {
    var target = target(actor, message.roomId(), message.seq());
    return noted(target, changes.undo(target));
  }

  public Future<Noted> react(Caller actor, RoomId room, long seq, Emoji emoji, boolean on) {
    var target = target(actor, room, seq);
    String body = Json.text(body(target).put("emoji", emoji.value()).put("on", on));
    return noted(target, changes.react(target, emoji, on, body));
  }

  public Future<Noted> pin(Caller actor, RoomId room, long seq, boolean on) {
    var target = target(actor, room, seq);
    return noted(target, changes.pin(target, on, Json.text(body(target).put("on", on))));
  }

  /** One message. */
  public Future<Message> message(Caller reader, MessageChanges.MessageRef wanted) {
    return changes
        .message(wanted.roomId(), wanted.seq(), reader.user())
        .map(found -> found.orElseThrow(Problem::notFound));
  }

  /** The texts a message had. */
  public Future<MessageChanges.Versions> versions(Caller reader, MessageChanges.MessageRef wanted) {
    return changes
        .versions(wanted.roomId(), wanted.seq(), reader.user())
        .map(
            versions -> {
              if (versions.isEmpty()) {
                throw Problem.notFound();
              }
              return new MessageChanges.Versions(versions);
            });
  }

  /** What is pinned in a room. */
  public Future<MessageChanges.Pins> pins(Caller reader, MessageChanges.PinsOf wanted) {
    return changes
        .pins(wanted.roomId(), reader.user())
        .map(found -> found.orElseThrow(Problem::notFound))
        .map(pinned -> new MessageChanges.Pins(pinned.messages(), pinned.head()));
  }

  private static Target target(Caller actor, RoomId room, long seq) {
    return new Target(room, seq, actor.person());
  }

  private static ObjectNode body(Target target) {
    return Json.object().put("target", target.seq());
  }

  private Future<Noted> noted(Target target, Future<Change> change) {
    return change.map(
        done -> {
          if (done.verdict() == Verdict.OK) {
            announcer.appended(List.of(entry(target, done)));
          }
          return answer(done);
        });
  }

  private static LogEntry entry(Target target, Change done) {
    String json =
        LogEntry.frameBody(done.seq(), done.kind(), target.actor(), done.at(), done.body());
    return new LogEntry(target.room(), done.seq(), done.kind(), null, null, json);
  }

  private static Noted answer(Change done) {
    return switch (done.verdict()) {
      case OK, REPEAT, UNCHANGED -> new Noted(done.seq(), done.at());
      case NOT_MEMBER, NOT_FOUND -> throw Problem.notFound();
      case NOT_ALLOWED -> throw Problem.denied("you may not do this to this message now");
      case MUTED -> throw new Outcome(Outcome.Verdict.MUTED, 0, done.at()).problem();
      case ARCHIVED -> throw new Outcome(Outcome.Verdict.ARCHIVED, 0, null).problem();
      case BLOCKED -> throw new Outcome(Outcome.Verdict.BLOCKED, 0, null).problem();
      case ID_REUSED ->
          throw Problem.of(ErrorCode.ID_REUSED, "this clientId was used before for something else");
      case GONE -> throw Problem.of(ErrorCode.CONFLICT, "the message is deleted");
      case TOO_LATE -> throw Problem.of(ErrorCode.CONFLICT, "this is too long ago to be undone");
      case TOO_MANY -> throw Problem.of(ErrorCode.CONFLICT, "there are too many already");
    };
  }
}
