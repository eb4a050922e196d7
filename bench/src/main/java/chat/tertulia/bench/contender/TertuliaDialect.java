package chat.tertulia.bench.contender;

import chat.tertulia.bench.load.Post;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Wire;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Tertulia by its contract: open a session, follow a room, post. */
final class TertuliaDialect implements Dialect {
  private static final String PING = "{\"type\":\"ping\"}";
  private static final String OPENED = "opened";

  private final Framing framing;
  private final int restPort;
  private final AtomicInteger connections = new AtomicInteger();
  private Population population;

  TertuliaDialect(Framing framing, int restPort) {
    this.framing = framing;
    this.restPort = restPort;
  }

  @Override
  public void open(Layout layout) {
    population = Population.create(restPort, layout);
  }

  @Override
  public Seat listener(Room room, int person, int port, long since) {
    String headers = since < 0 ? "" : ",\"headers\":{\"since\":\"" + since + "\"}";
    String register =
        "{\"type\":\"register\",\"address\":\"room."
            + population.roomId(room.number())
            + "\""
            + headers
            + "}";
    return new Seat(
        room,
        port,
        framing.path(connections.incrementAndGet()),
        framing == Framing.SOCKJS,
        List.of(text(open(person)), text(register)),
        text -> text.contains("\"type\":\"live\""),
        List.of(text(PING)));
  }

  @Override
  public Seat sender(int person, int port) {
    return new Seat(
        null,
        port,
        framing.path(connections.incrementAndGet()),
        framing == Framing.SOCKJS,
        List.of(text(open(person))),
        text -> text.contains("\"address\":\"" + OPENED + "\""),
        List.of(text(PING)));
  }

  private String open(int person) {
    return "{\"type\":\"send\",\"address\":\"session.open\",\"replyAddress\":\""
        + OPENED
        + "\",\"body\":{\"token\":\""
        + population.token(person)
        + "\"}}";
  }

  private byte[] text(String json) {
    return Wire.text(framing.dress(json));
  }

  @Override
  public Post post(Room room, int chars) {
    String frame =
        "{\"type\":\"send\",\"address\":\"room.post\",\"replyAddress\":\""
            + Post.REPLY
            + "\",\"body\":{\"roomId\":\""
            + population.roomId(room.number())
            + "\",\"clientId\":\"m"
            + Post.INDEX
            + "\",\"content\":\""
            + Post.content(chars)
            + "\"}}";
    return new Post(room.number(), framing.dress(frame));
  }

  @Override
  public boolean acknowledges() {
    return true;
  }
}
