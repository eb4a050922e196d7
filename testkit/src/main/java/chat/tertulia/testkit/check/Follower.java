package chat.tertulia.testkit.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one socket of one person sent, was told and saw in one room. The person may be removed and
 * let in again, and the connection may break and come back, as often as they like. Any thread.
 */
public final class Follower {
  /** Begins with what happens once it is live. */
  public static final long FROM_NOW = -1;

  private final Checker checker;
  private final RoomRecord room;
  private final String user;
  private final String name;
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<Registration> registrations = new ArrayList<>();
  private boolean live;
  private boolean gone;

  Follower(Checker checker, RoomRecord room, String user, String name, long after) {
    this.checker = checker;
    this.room = room;
    this.user = user;
    this.name = name;
    stretches.add(new Stretch(after));
  }

  /** Numbers seen after a given one, in the order they came. */
  static final class Stretch {
    private long after;
    private long[] seen = new long[64];
    private int count;

    Stretch(long after) {
      this.after = after;
    }

    long after() {
      return after;
    }

    long last() {
      return count == 0 ? after : seen[count - 1];
    }

    long[] seen() {
      return Arrays.copyOf(seen, count);
    }

    private void add(long seq) {
      if (after == FROM_NOW && count == 0) {
        // What happened while it was let in comes before it is told to be live.
        after = seq - 1;
      }
      if (count == seen.length) {
        seen = Arrays.copyOf(seen, 2 * count);
      }
      seen[count++] = seq;
    }
  }

  /** One registration of the room's address and the highest number it showed. */
  static final class Registration {
    private long latest;
    private long liveAt = FROM_NOW;
    private long highest;

    Registration(long begun) {
      this.latest = begun;
    }

    /** When it showed something last; when it began if it never did. */
    long latest() {
      return latest;
    }

    boolean wasLive() {
      return liveAt != FROM_NOW;
    }

    /** The head it became live at. */
    long liveAt() {
      return liveAt;
    }

    long highest() {
      return highest;
    }

    private void shows(long seq, long tick) {
      highest = Math.max(highest, seq);
      latest = tick;
    }
  }

  /** The room is about to be registered, from {@link #last()} on. */
  public void registers() {
    synchronized (checker) {
      live = false;
      registrations.add(new Registration(checker.nextTick()));
    }
  }

  /** The server says that everything up to the head was sent. */
  public void live(long head) {
    synchronized (checker) {
      live = true;
      registrations.getLast().liveAt = head;
      Stretch stretch = stretches.getLast();
      if (stretch.after == FROM_NOW && stretch.count == 0) {
        stretch.after = head;
      } else if (stretch.last() != head) {
        room.wrong(
            Invariant.SEEN_ONCE_IN_ORDER,
            this + " is said to be live at " + head + " and has " + stretch.last());
      }
    }
  }

  /** An entry came. */
  public void sees(JsonNode entry) {
    synchronized (checker) {
      long seq = entry.path("seq").asLong();
      stretches.getLast().add(seq);
      if (registrations.isEmpty()) {
        throw new IllegalStateException(this + " sees before it registers");
      }
      registrations.getLast().shows(seq, checker.nextTick());
      room.show(this, seq, entry);
      checker.countSeen();
    }
  }

  /** The registration is over: the connection broke, or it was refused or taken back. */
  public void breaks() {
    synchronized (checker) {
      live = false;
    }
  }

  /** The room's log is another one now; everything up to this number is given up. */
  public void startsAfresh(long after) {
    synchronized (checker) {
      stretches.add(new Stretch(after));
    }
  }

  /** They will not come back: from here on nothing is owed to them. */
  public void goes() {
    synchronized (checker) {
      gone = true;
    }
  }

  /** A message is about to be sent for the first time. */
  public void sends(String clientId, String content) {
    synchronized (checker) {
      room.send(this, clientId, content, checker.nextTick());
      checker.countSent();
    }
  }

  /** A message was acknowledged, perhaps not for the first time. */
  public void acknowledged(String clientId, long seq) {
    synchronized (checker) {
      if (room.acknowledge(this, clientId, seq)) {
        checker.countAcknowledged();
      }
    }
  }

  /**
   * A message was refused for good and will not be sent again. Every earlier try of it must have
   * been answered too: then it is known not to be stored.
   */
  public void refused(String clientId) {
    synchronized (checker) {
      room.refuse(this, clientId);
      checker.countRefused();
    }
  }

  /**
   * A message is given up although an earlier try of it was never answered: it may be there or not,
   * and wherever that try came late.
   */
  public void gaveUp(String clientId) {
    synchronized (checker) {
      room.giveUp(this, clientId);
      checker.countRefused();
    }
  }

  /** The last number that came; where it began when none did. */
  public long last() {
    synchronized (checker) {
      return stretches.getLast().last();
    }
  }

  /** The number up to which it must have come by the end; none when nothing is owed. */
  long due(List<JsonNode> log) {
    if (gone) {
      return Long.MIN_VALUE;
    }
    Membership membership = Membership.of(user, log);
    if (membership.isOpen()) {
      return log.size();
    }
    // Removed: who is away when it happens is refused afterwards and needs not have seen it.
    return live ? membership.end() : Long.MIN_VALUE;
  }

  RoomRecord room() {
    return room;
  }

  String user() {
    return user;
  }

  List<Stretch> stretches() {
    return stretches;
  }

  List<Registration> registrations() {
    return registrations;
  }

  @Override
  public String toString() {
    return name + " in " + room.id();
  }
}
