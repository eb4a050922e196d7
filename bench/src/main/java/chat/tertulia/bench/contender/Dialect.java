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

  /**
   * What is written to send a message.
   *
   * @param marked the room of the generator it is counted in
   * @param room number of the contender's room it goes to
   * @param chars length of the content
   */
  Post post(Room marked, int room, int chars);

  /** The same as a whole request over REST, from that person. */
  Post restPost(Room marked, int room, int person, int chars);
}
