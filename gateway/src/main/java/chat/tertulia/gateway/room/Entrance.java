package chat.tertulia.gateway.room;

import chat.tertulia.gateway.Loops;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * How a socket comes to follow a room without a hole and without a repeat between what it missed
 * and what happens.
 *
 * <p>The room's channel is told first, so that it holds what arrives meanwhile. Then the log is
 * read from the socket's number on, together with the membership, in one snapshot. Then the channel
 * takes over from the number reached. Whatever is published in between is either in the snapshot or
 * held by the channel. Lives on the socket's loop.
 */
public final class Entrance {
  /** Pages read for one entrance at most; a longer absence is read as history. */
  static final int MAX_PAGES = 400;

  private final Loops loops;
  private final int loop;
  private final Audiences audiences;
  private final Bus bus;
  private final Admission admission = new Admission();

  public Entrance(Loops loops, int loop, Audiences audiences, Bus bus) {
    this.loops = loops;
    this.loop = loop;
    this.audiences = audiences;
    this.bus = bus;
  }

  /** The socket's side of it. */
  public interface Guest extends Audiences.Listener {
    /** False once the socket has gone or the registration was taken back. */
    boolean isWanted();

    /** Entries it missed, ascending; succeeds when the socket can take more. */
    Future<Void> catchUp(List<LogEntry> entries);

    /** What it missed is complete up to the head; what happens follows. */
    void live(long head, String epoch);
  }

  /** One attempt: where the guest is. */
  private static final class Visit {
    private final RoomId room;
    private final Guest guest;
    private Long at;
    private final String epoch;
    private int pages;
    private String currentEpoch;

    Visit(RoomId room, Guest guest, Long since, String epoch) {
      this.room = room;
      this.guest = guest;
      this.at = since;
      this.epoch = epoch;
    }
  }

  /**
   * Lets a guest in. Fails with {@code access_denied} when they are no member.
   *
   * @param since the number the guest has; null to begin with what happens now
   * @param epoch the epoch of that number, or null
   */
  public Future<Void> enter(RoomId room, Guest guest, Long since, String epoch) {
    var visit = new Visit(room, guest, since, epoch);
    return knock(visit)
        .compose(covered -> read(visit, covered))
        .onFailure(e -> loops.onOwner(room, owner -> owner.channels().release(room)));
  }

  /** Makes the channel hold what arrives; tells whether it has all that the guest missed. */
  private Future<Boolean> knock(Visit visit) {
    Promise<Boolean> covered = Promise.promise();
    Long since = visit.at;
    loops.onOwner(
        visit.room,
        owner -> {
          RoomChannel channel = owner.channels().acquire(visit.room);
          boolean all = since == null || channel.covers(since);
          loops.on(loop, here -> covered.complete(all));
        });
    return covered.future();
  }

  private Future<Void> read(Visit visit, boolean membershipOnly) {
    if (!visit.guest.isWanted()) {
      return Future.failedFuture(Problem.badRequest("the registration was taken back"));
    }
    if (visit.pages++ >= MAX_PAGES) {
      return Future.failedFuture(
          Problem.of(ErrorCode.CONFLICT, "too far behind: read the history and start anew"));
    }
    long after = visit.at == null ? 0 : visit.at;
    int limit = membershipOnly ? 0 : Log.MAX_ENTRIES;
    var question = new Log.Read(visit.room, visit.guest.user(), after, limit);
    return admission
        .run(() -> bus.call(Switchboard.READ_LOG, question))
        .compose(found -> found(visit, found));
  }

  private Future<Void> found(Visit visit, Log.Found found) {
    if (!found.member()) {
      return Future.failedFuture(denied());
    }
    visit.currentEpoch = found.epoch();
    boolean otherEpoch = visit.epoch != null && !visit.epoch.equals(found.epoch());
    if (visit.at == null || otherEpoch || visit.at > found.head()) {
      visit.at = found.head();
      return attach(visit, found.head());
    }
    if (found.entries().isEmpty()) {
      return attach(visit, found.head());
    }
    visit.at = found.entries().getLast().seq();
    return visit
        .guest
        .catchUp(found.entries())
        .compose(ok -> visit.at < found.head() ? read(visit, false) : attach(visit, found.head()));
  }

  private Future<Void> attach(Visit visit, long checkedAt) {
    Promise<Attachment.Outcome> outcome = Promise.promise();
    loops.onOwner(
        visit.room,
        owner -> {
          RoomChannel channel = owner.channels().find(visit.room);
          channel.attach(
              new Attachment(
                  loop,
                  visit.guest.user(),
                  visit.at,
                  checkedAt,
                  result -> loops.on(loop, here -> settle(visit, result, outcome))));
        });
    return outcome.future().compose(result -> next(visit, result));
  }

  /**
   * Runs as the task the channel posted, so that the guest is in the audience before the task that
   * carries the next entry.
   */
  private void settle(Visit visit, Attachment.Outcome result, Promise<Attachment.Outcome> outcome) {
    if (result instanceof Attachment.Outcome.Live live) {
      if (!visit.guest.isWanted()) {
        detach(visit.room);
        return;
      }
      if (!live.missed().isEmpty()) {
        visit.guest.catchUp(live.missed());
      }
      visit.guest.live(live.head(), visit.currentEpoch);
      audiences.add(visit.room, visit.guest);
    }
    outcome.complete(result);
  }

  private Future<Void> next(Visit visit, Attachment.Outcome result) {
    return switch (result) {
      case Attachment.Outcome.Live live -> Future.succeededFuture();
      case Attachment.Outcome.ReadAgain again -> read(visit, false);
      case Attachment.Outcome.Denied no -> Future.failedFuture(denied());
    };
  }

  /** Ends a guest's live view. Does nothing if they have none. */
  public void leave(RoomId room, Guest guest) {
    if (audiences.remove(room, guest)) {
      detach(room);
    }
  }

  private void detach(RoomId room) {
    loops.onOwner(
        room,
        owner -> {
          RoomChannel channel = owner.channels().find(room);
          if (channel != null) {
            channel.detach(loop);
            owner.channels().release(room);
          }
        });
  }

  private static Problem denied() {
    return Problem.denied("not a member of this room");
  }
}
