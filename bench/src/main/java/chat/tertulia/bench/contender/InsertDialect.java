package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Post;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Wire;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The sends of Tertulia's protocol and nothing else, without accounts. */
final class InsertDialect implements Dialect {
  private final Framing framing;
  private final AtomicInteger connections = new AtomicInteger();

  InsertDialect(Framing framing) {
    this.framing = framing;
  }

  @Override
  public void open(Layout layout) {}

  @Override
  public Seat listener(Room room, int person, int port, long since) {
    throw new UnsupportedOperationException("nobody listens here");
  }

  @Override
  public Seat sender(int person, int port) {
    byte[] open = Wire.text(framing.dress(TertuliaDialect.open("none")));
    return new Seat(
        null,
        port,
        framing.path(connections.incrementAndGet()),
        framing == Framing.SOCKJS,
        List.of(open),
        TertuliaDialect::isOpened,
        List.of());
  }

  @Override
  public Post post(Room marked, int room, int chars) {
    return new Post(
        marked.number(), framing.dress(TertuliaDialect.post("r%015x".formatted(room), chars)));
  }

  @Override
  public Post restPost(Room marked, int room, int person, int chars) {
    throw new UnsupportedOperationException("no REST here");
  }
}
