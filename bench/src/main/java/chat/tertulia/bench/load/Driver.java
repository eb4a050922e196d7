package chat.tertulia.bench.load;

/** Decides when the next message is sent. Lives on the generator's loop. */
interface Driver {
  void start();

  /** Told when every receipt of a message has come. */
  void completed(Room room);
}
