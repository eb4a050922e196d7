package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Post;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Wire;
import java.util.List;

/** The bare broadcasters: join, and text to pass on as it is. */
final class BareDialect implements Dialect {
  private final Framing framing;

  BareDialect(Framing framing) {
    this.framing = framing;
  }

  @Override
  public void open(Layout layout) {}

  @Override
  public Seat listener(Room room, int person, int port, long since) {
    byte[] join = Wire.text("J%04x".formatted(room.number()));
    // Pinged like the others; it ignores it.
    byte[] ping = Wire.text("ping");
    return new Seat(room, port, "/", false, List.of(join), "live"::equals, List.of(ping));
  }

  @Override
  public Seat sender(int person, int port) {
    throw new UnsupportedOperationException("nothing here acknowledges");
  }

  @Override
  public Post post(Room marked, int room, int chars) {
    String address = "room.r%015x".formatted(room);
    String delivery = framing.dressDelivery(Entry.frame(address, chars));
    return new Post(marked.number(), "P%04x".formatted(room) + delivery);
  }

  @Override
  public Post restPost(Room marked, int room, int person, int chars) {
    throw new UnsupportedOperationException("no REST here");
  }
}
