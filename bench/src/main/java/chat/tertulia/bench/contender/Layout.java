package chat.tertulia.bench.contender;

/**
 * Who is where.
 *
 * @param rooms how many
 * @param seats sockets in each room
 * @param people how many different persons hold these sockets
 */
public record Layout(int rooms, int seats, int people) {
  /** Number of the person who holds a seat. */
  public int person(int room, int seat) {
    return (room * seats + seat) % people;
  }
}
