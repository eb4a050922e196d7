package chat.tertulia.bench.load;

import java.util.ArrayList;
import java.util.List;

/** One room as the generator sees it. Its messages have one sender, so their order is known. */
public final class Room {
  /** Messages that may be under way in one room at once. */
  static final int MAX_UNDER_WAY = 4_096;

  private final int number;
  private final List<Member> members = new ArrayList<>();
  private final int[] left = new int[MAX_UNDER_WAY];
  private final long[] sentAt = new long[MAX_UNDER_WAY];
  private Post post;
  private Sender sender;
  private int next = 1;
  private int underWay;

  public Room(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Who sends here, and what. */
  public void sends(Sender who, Post what) {
    sender = who;
    post = what;
  }

  /** The same by someone else. */
  public void sends(Sender who) {
    sender = who;
  }

  public List<Member> members() {
    return members;
  }

  public Sender sender() {
    return sender;
  }

  Post post() {
    return post;
  }

  /** Index of the message that comes next. */
  int next() {
    return next;
  }

  /**
   * Sends one message.
   *
   * @param receipts how many deliveries or replies complete it
   */
  void send(long nanos, int receipts) {
    if (underWay == MAX_UNDER_WAY) {
      throw new IllegalStateException("more than " + MAX_UNDER_WAY + " messages under way");
    }
    int slot = next & (MAX_UNDER_WAY - 1);
    left[slot] = receipts;
    sentAt[slot] = nanos;
    underWay++;
    sender.post(post.at(next, nanos), number, next);
    next++;
  }

  /** When a message was sent. */
  long sentAt(int index) {
    return sentAt[index & (MAX_UNDER_WAY - 1)];
  }

  /** Messages that are not complete yet. */
  int underWay() {
    return underWay;
  }

  /** Index of the oldest message that is not complete; 0 when all are. */
  int oldestUnderWay() {
    for (int index = Math.max(1, next - MAX_UNDER_WAY); index < next; index++) {
      if (left[index & (MAX_UNDER_WAY - 1)] > 0) {
        return index;
      }
    }
    return 0;
  }

  /** Counts one receipt; true when it was the last of its message. */
  boolean received(int index) {
    int slot = index & (MAX_UNDER_WAY - 1);
    if (--left[slot] == 0) {
      underWay--;
      return true;
    }
    return false;
  }
}
