package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.MessageChanges.MessageRef;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Threads;
import chat.tertulia.shared.contract.Threads.ThreadMessages;
import chat.tertulia.shared.contract.Threads.ThreadState;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Threads as people read them, and what names them. */
public final class ThreadReading {
  private final ThreadMarks marks;
  private final Changing messages;
  private final Notices notices;

  public ThreadReading(ThreadMarks marks, Changing messages, Notices notices) {
    this.marks = marks;
    this.messages = messages;
    this.notices = notices;
  }

  /** A thread with a page of its messages. */
  public Future<ThreadMessages> thread(Caller reader, Threads.ThreadPage page) {
    RoomId room = page.roomId();
    long thread = page.thread();
    long before = page.before() == null ? Long.MAX_VALUE : page.before();
    return state(reader, room, thread)
        .compose(
            state ->
                messages
                    .message(reader, new MessageRef(room, thread))
                    .compose(
                        root ->
                            marks
                                .page(room, thread, reader.user(), before, page.limit())
                                .map(
                                    part ->
                                        new ThreadMessages(
                                            state,
                                            root,
                                            part.messages(),
                                            part.head(),
                                            part.more() ? true : null))));
  }

  private Future<ThreadState> state(Caller reader, RoomId room, long thread) {
    return marks
        .state(room, thread, reader.user())
        .map(found -> found.orElseThrow(Problem::notFound));
  }

  public Future<ThreadState> follow(Caller reader, Threads.ThreadRef ref, boolean follows) {
    return mark(reader, ref.roomId(), ref.thread(), follows, null);
  }

  public Future<ThreadState> read(Caller reader, Threads.MarkThread mark) {
    return mark(reader, mark.roomId(), mark.thread(), null, mark.seq());
  }

  private Future<ThreadState> mark(
      Caller reader, RoomId room, long thread, Boolean follows, Long seq) {
    return marks
        .mark(room, thread, reader.user(), follows, seq)
        .compose(done -> state(reader, room, thread))
        .onSuccess(
            state -> {
              ObjectNode frame = Json.object().put("type", "thread");
              frame.set("thread", Json.tree(state));
              notices.tell(reader.user(), frame);
            });
  }

  /** The threads somebody follows. */
  public Future<Threads.ThreadList> followed(Caller reader, Threads.MyThreads wanted) {
    return marks.followed(reader.user(), wanted.limit()).map(Threads.ThreadList::new);
  }

  /** Messages that name somebody. */
  public Future<Messages.MessagePage> naming(Caller reader, Threads.MyMentions wanted) {
    return marks
        .naming(reader.user(), OwnCursor.read(wanted.cursor()), wanted.limit())
        .map(
            own ->
                new Messages.MessagePage(
                    own.messages(),
                    null,
                    own.more() ? OwnCursor.after(own.messages().getLast()) : null));
  }
}
