package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Post;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Wire;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The stock bridge: clients publish whole entries to each other. */
final class StockDialect implements Dialect {
  private static final String PING = "{\"type\":\"ping\"}";
  private static final String REFUSED = "{\"type\":\"send\",\"address\":\"none\",\"body\":{}}";

  private final Framing framing;
  private final AtomicInteger connections = new AtomicInteger();

  StockDialect(Framing framing) {
    this.framing = framing;
  }

  private static String address(int room) {
    return "room.r%015x".formatted(room);
  }

  @Override
  public void open(Layout layout) {}

  @Override
  public Seat listener(Room room, int person, int port, long since) {
    // It answers neither a registration nor a ping. What it refuses it answers in order, and that
    // says that the registration before it was taken.
    byte[] register =
        text("{\"type\":\"register\",\"address\":\"" + address(room.number()) + "\"}");
    byte[] ping = text(PING);
    return new Seat(
        room,
        port,
        framing.path(connections.incrementAndGet()),
        framing == Framing.SOCKJS,
        List.of(register, text(REFUSED)),
        text -> text.contains("access_denied"),
        List.of(ping));
  }

  @Override
  public Seat sender(int person, int port) {
    throw new UnsupportedOperationException("nothing here acknowledges");
  }

  private byte[] text(String json) {
    return Wire.text(framing.dress(json));
  }

  @Override
  public Post post(Room marked, int room, int chars) {
    String frame =
        "{\"type\":\"publish\",\"address\":\""
            + address(room)
            + "\",\"body\":"
            + Entry.body(chars)
            + "}";
    return new Post(marked.number(), framing.dress(frame));
  }

  @Override
  public Post restPost(Room marked, int room, int person, int chars) {
    throw new UnsupportedOperationException("no REST here");
  }
}
