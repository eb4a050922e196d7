package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Post;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;

/** How one contender is spoken with. */
public interface Dialect {
  /** Stands for no number to resume from. */
  long FROM_NOW = -1;

  /** Makes the people and rooms; blocks. */
  void open(Layout layout);

  /**
   * A socket that listens to a room.
   *
   * @param person who holds it
   * @param port of the node it connects to
   * @param since the number it has, or {@link #FROM_NOW}
   */
  Seat listener(Room room, int person, int port, long since);

  /** A socket that only sends. */
  Seat sender(int person, int port);

  /** What is written to send a message of so many characters to the room. */
  Post post(Room room, int chars);

  /** Whether every send is answered. */
  boolean acknowledges();
}
