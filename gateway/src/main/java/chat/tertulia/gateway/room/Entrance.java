package chat.tertulia.gateway.room;

import chat.tertulia.gateway.limit.Admission;
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

  /** Reads of the log under way at once, for one loop: a reconnect storm queues here. */
  static final int MAX_READS = 24;

  /** Reads waiting at most, for one loop; more are answered {@code overloaded}. */
  static final int MAX_WAITING = 20_000;

  private final Loops loops;
  private final int loop;
  private final Audiences audiences;
  private final Bus bus;
  private final Admission admission = new Admission(MAX_READS, MAX_WAITING);

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

    /** Succeeds when the socket can take more; fails once the guest is not wanted any more. */
    Future<Void> ready();

    /** Entries it missed, ascending. */
    void catchUp(List<LogEntry> entries);

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
    private boolean acquired;
    private long visibleFrom;
    private long purgedTo;

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
    if (!guest.isWanted()) {
      return Future.failedFuture(takenBack());
    }
    var visit = new Visit(room, guest, since, epoch);
    return knock(visit, false)
        .compose(door -> door == Door.NOBODY ? openDoor(visit) : Future.succeededFuture(door))
        .compose(door -> read(visit, door == Door.COVERED))
        .onFailure(e -> leaveDoor(visit));
  }

  /** What the room's loop says. */
  private enum Door {
    /** Nobody here follows the room; nothing was begun for it. */
    NOBODY,
    /** The channel holds what arrives. */
    OPEN,
    /** It also has all that the guest missed. */
    COVERED
  }

  /** A room that nobody here follows costs a channel and a shard: only for its members. */
  private Future<Door> openDoor(Visit visit) {
    return ask(visit, 0, 0)
        .compose(found -> found.member() ? knock(visit, true) : Future.failedFuture(denied()));
  }

  /** Makes the channel hold what arrives, where there is one or one is wanted. */
  private Future<Door> knock(Visit visit, boolean open) {
    Promise<Door> answer = Promise.promise();
    Long since = visit.at;
    loops.onOwner(
        visit.room,
        owner -> {
          if (!open && owner.channels().find(visit.room) == null) {
            loops.on(loop, here -> answer.complete(Door.NOBODY));
            return;
          }
          RoomChannel channel = owner.channels().acquire(visit.room);
          boolean all = since == null || channel.covers(since);
          loops.on(
              loop,
              here -> {
                visit.acquired = true;
                answer.complete(all ? Door.COVERED : Door.OPEN);
              });
        });
    return answer.future();
  }

  private void leaveDoor(Visit visit) {
    if (visit.acquired) {
      loops.onOwner(visit.room, owner -> owner.channels().release(visit.room));
    }
  }

  private Future<Void> read(Visit visit, boolean membershipOnly) {
    if (!visit.guest.isWanted()) {
      return Future.failedFuture(takenBack());
    }
    if (visit.pages++ >= MAX_PAGES) {
      return Future.failedFuture(
          Problem.of(ErrorCode.CONFLICT, "too far behind: read the history and start anew"));
    }
    long after = visit.at == null ? 0 : visit.at;
    int limit = membershipOnly ? 0 : Log.MAX_ENTRIES;
    return visit
        .guest
        .ready()
        .compose(ok -> ask(visit, after, limit))
        .compose(found -> found(visit, found));
  }

  private Future<Log.Found> ask(Visit visit, long after, int limit) {
    var question = new Log.Read(visit.room, visit.guest.user(), after, limit);
    return admission.run(() -> bus.call(Switchboard.READ_LOG, question));
  }

  private Future<Void> found(Visit visit, Log.Found found) {
    if (!visit.guest.isWanted()) {
      return Future.failedFuture(takenBack());
    }
    if (!found.member()) {
      return Future.failedFuture(denied());
    }
    visit.currentEpoch = found.epoch();
    visit.visibleFrom = found.visibleFrom();
    visit.purgedTo = found.purgedTo();
    boolean otherEpoch = visit.epoch != null && !visit.epoch.equals(found.epoch());
    if (visit.at == null || otherEpoch || visit.at > found.head()) {
      visit.at = found.head();
      return attach(visit, found.head());
    }
    if (found.entries().isEmpty()) {
      return attach(visit, found.head());
    }
    visit.at = found.entries().getLast().seq();
    visit.guest.catchUp(found.entries());
    return visit.at < found.head() ? read(visit, false) : attach(visit, found.head());
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
        loops.onOwner(visit.room, owner -> owner.channels().detach(visit.room, loop));
        outcome.fail(takenBack());
        return;
      }
      if (!live.missed().isEmpty()) {
        visit.guest.catchUp(seen(visit, live.missed()));
      }
      visit.guest.live(live.head(), visit.currentEpoch);
      audiences.add(visit.room, visit.guest);
    }
    outcome.complete(result);
  }

  /** What the ring kept may be more than this guest may see, or than the room keeps. */
  private static List<LogEntry> seen(Visit visit, List<LogEntry> entries) {
    return entries.stream().map(e -> e.seenBy(visit.visibleFrom, visit.purgedTo)).toList();
  }

  private Future<Void> next(Visit visit, Attachment.Outcome result) {
    return switch (result) {
      case Attachment.Outcome.Live live -> Future.succeededFuture();
      case Attachment.Outcome.ReadAgain again -> read(visit, false);
    };
  }

  /** Ends a guest's live view. Does nothing if they have none. */
  public void leave(RoomId room, Guest guest) {
    if (audiences.remove(room, guest)) {
      loops.onOwner(
          room,
          owner -> {
            owner.channels().detach(room, loop);
            owner.channels().release(room);
          });
    }
  }

  private static Problem takenBack() {
    return Problem.badRequest("the registration was taken back");
  }

  private static Problem denied() {
    return Problem.denied("not a member of this room");
  }
}
