package chat.tertulia.bench.load;

/**
 * What one member of a room still has to get: every message once, in the order it was sent, and the
 * server's numbers one after another. Knows no network, so that it can be shown to notice.
 */
final class Expectation {
  private final String who;
  private int next;
  private long lastSeq = Scanner.NO_SEQ;

  Expectation(String who) {
    this.who = who;
  }

  /** Goes on where another connection of the same member was cut. */
  void resumes(Expectation before) {
    next = before.next;
    lastSeq = before.lastSeq;
  }

  /** Expects from that message on, unless it expects something already. */
  void from(int index) {
    if (next == 0) {
      next = index;
    }
  }

  /** The server's number of the last message that came; negative before the first. */
  long lastSeq() {
    return lastSeq;
  }

  /**
   * Judges a message that came.
   *
   * @param own the room it listens to; null for none
   * @param room the room the message was sent to
   * @param seq the server's number, or {@link Scanner#NO_SEQ}
   * @return whether it counts as a delivery
   */
  boolean accept(Room own, int room, int index, long seq, Tally tally) {
    if (own == null || room != own.number()) {
      tally.failure(who + " got a message of room " + room);
      return false;
    }
    if (index < next) {
      tally.repeat("%s in room %d got %d again or late".formatted(who, room, index));
      return false;
    }
    if (index >= own.next()) {
      tally.failure("%s in room %d got %d, which nobody sent".formatted(who, room, index));
      return false;
    }
    if (index > next) {
      tally.hole(
          index - next, "%s in room %d lacks %d to %d".formatted(who, room, next, index - 1));
    }
    if (seq != Scanner.NO_SEQ && lastSeq != Scanner.NO_SEQ && seq != lastSeq + 1) {
      tally.disorder("%s in room %d got %d after %d".formatted(who, room, seq, lastSeq));
    }
    next = index + 1;
    lastSeq = seq;
    return true;
  }
}
