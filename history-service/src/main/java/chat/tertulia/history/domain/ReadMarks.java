package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;

/** How far people have read, and what they have not. */
public final class ReadMarks {
  /** Rooms in one question at most. */
  public static final int MAX_ROOMS = 500;

  private final Marks marks;
  private final Announcer announcer;

  public ReadMarks(Marks marks, Announcer announcer) {
    this.marks = marks;
    this.announcer = announcer;
  }

  /** Moves the caller's mark forward and tells their other devices. */
  public Future<Messages.ReadMark> mark(Caller reader, Messages.MarkRead wanted) {
    return marks
        .mark(reader.user(), wanted.roomId(), wanted.seq())
        .map(found -> found.orElseThrow(Problem::notFound))
        .onSuccess(
            marked -> {
              if (marked.moved()) {
                announcer.moved(reader.user(), wanted.roomId(), marked.mark());
              }
            })
        .map(Marks.Marked::mark);
  }

  /** Heads, marks and counts of some rooms. */
  public Future<Log.Summaries> summaries(Log.SummariesFor wanted) {
    if (wanted.user() == null || wanted.rooms() == null || wanted.rooms().size() > MAX_ROOMS) {
      throw Problem.field("rooms", "must be a list of at most " + MAX_ROOMS + " rooms of a user");
    }
    return marks.summaries(wanted.user(), wanted.rooms()).map(Log.Summaries::new);
  }
}
