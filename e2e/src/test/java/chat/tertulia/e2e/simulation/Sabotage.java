package chat.tertulia.e2e.simulation;

/** What a negative control takes away, so that the checker must turn red. */
enum Sabotage {
  /** Nothing. */
  NONE,
  /** The store does not recognise a repeated post. */
  FORGETS_CLIENT_IDS,
  /** What the bus lost is never asked for. */
  LEAVES_HOLES,
  /** Nobody in the gateway learns that an entry ends a membership. */
  LOSES_THE_FENCE,
  /** Entries are passed on in the order they come. */
  KEEPS_NO_ORDER,
  /** The store answers, and so entries are published, before the commit. */
  ACKNOWLEDGES_BEFORE_COMMIT,
  /** The posts of a batch get their numbers backwards. */
  TURNS_BATCHES_ROUND
}
