package chat.tertulia.testkit.check;

/** What must hold after any load and any fault; a violation names one of them. */
public enum Invariant {
  /** I1: every acknowledged message is in the log once, at its number, with the same content. */
  ACKNOWLEDGED_IS_KEPT,
  /** I2: a room's numbers are 1 to n. */
  NO_HOLES,
  /** I3: who was a member over a to b saw exactly a to b, ascending, each once, as it is. */
  SEEN_ONCE_IN_ORDER,
  /** I4: nobody saw a number above the end of their membership. */
  NOTHING_AFTER_REMOVAL,
  /** I5: an unacknowledged message is there at most once, a refused one not at all. */
  AT_MOST_ONCE,
  /** I6: the messages one client sent to a room stand there in the order it sent them. */
  SENDER_ORDER,
  /** I7: in the end everybody's view reaches the head. */
  CAUGHT_UP,
  /** I8: what clients cost a server is given back when they have gone. */
  BACK_AT_BASE,
  /** Whatever the log holds, somebody sent: nothing is made up, changed or under another's name. */
  NOTHING_MADE_UP
}
