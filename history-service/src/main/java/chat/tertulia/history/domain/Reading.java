package chat.tertulia.history.domain;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Messages.RawEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What can be read of the log, by people and by our own processes. */
public final class Reading {
  private final RoomLog log;
  private final Transcripts transcripts;
  private final EpochWatch epochs;
  private final Standings standings;

  public Reading(RoomLog log, Transcripts transcripts, EpochWatch epochs) {
    this.log = log;
    this.transcripts = transcripts;
    this.epochs = epochs;
    this.standings = new Standings(log);
  }

  /** A page of a room's messages. */
  public Future<Messages.MessagePage> history(Caller reader, Messages.Page request) {
    Messages.Page page = RoomCursor.resolve(request);
    return transcripts
        .page(reader.user(), page)
        .map(Reading::present)
        .map(
            found ->
                new Messages.MessagePage(
                    found.messages(), found.head(), RoomCursor.next(page, found)));
  }

  /** A person's own messages, newest first. */
  public Future<Messages.MessagePage> mine(Caller author, Messages.Mine mine) {
    return transcripts
        .by(author.user(), OwnCursor.read(mine.cursor()), mine.limit())
        .map(
            own ->
                new Messages.MessagePage(
                    own.messages(),
                    null,
                    own.more() ? OwnCursor.after(own.messages().getLast()) : null));
  }

  /** The log itself, for a member. */
  public Future<Messages.Entries> entries(Caller reader, Messages.EntriesOf wanted) {
    return epochs
        .current()
        .compose(
            epoch ->
                log.read(wanted.roomId(), reader.user(), wanted.after(), wanted.limit())
                    .map(Reading::present)
                    .map(slice -> raw(epoch, slice)));
  }

  private static Messages.Entries raw(String epoch, RoomLog.Slice slice) {
    List<RawEntry> entries = slice.entries().stream().map(e -> new RawEntry(e.json())).toList();
    return new Messages.Entries(epoch, slice.head(), entries);
  }

  /** The log itself, for a gateway. */
  public Future<Log.Found> read(Log.Read wanted) {
    RoomId room = wanted.room();
    UserId reader = wanted.user();
    int limit = Math.clamp(wanted.limit(), 0, Log.MAX_ENTRIES);
    boolean standingOnly = limit == 0 && reader != null;
    return epochs
        .current()
        .compose(
            epoch ->
                (standingOnly
                        ? standings.of(room, reader)
                        : log.read(room, reader, Math.max(0, wanted.after()), limit))
                    .map(found -> found(epoch, found)));
  }

  private static Log.Found found(String epoch, Optional<RoomLog.Slice> slice) {
    return slice
        .map(s -> new Log.Found(true, epoch, s.head(), s.entries(), s.visibleFrom(), s.purgedTo()))
        .orElseGet(() -> new Log.Found(false, epoch, 0, List.of()));
  }

  /** Which rooms were appended to since a cursor. */
  public Future<Log.Heads> heads(String cursor) {
    return epochs
        .current()
        .compose(epoch -> log.changedSince(cursor).map(changed -> heads(epoch, changed)));
  }

  private static Log.Heads heads(String epoch, RoomLog.Changed changed) {
    Boolean more = changed.more() ? true : null;
    return new Log.Heads(changed.cursor(), epoch, changed.heads(), more);
  }

  private static <T> T present(Optional<T> found) {
    return found.orElseThrow(Problem::notFound);
  }
}
