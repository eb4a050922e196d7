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
        List.of(text(open(population.token(person))), text(register)),
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
        List.of(text(open(population.token(person)))),
        TertuliaDialect::isOpened,
        List.of(text(PING)));
  }

  /** The frame that opens a session. */
  static String open(String token) {
    return """
    {"type":"send","address":"session.open","replyAddress":"%s","body":{"token":"%s"}}\
    """
        .formatted(OPENED, token);
  }

  /** Whether a text is the answer to it. */
  static boolean isOpened(String text) {
    return text.contains("\"address\":\"" + OPENED + "\"");
  }

  /** The frame of a post. */
  static String post(String roomId, int chars) {
    return """
    {"type":"send","address":"room.post","replyAddress":"%s",\
    "body":{"roomId":"%s","clientId":"m%s","content":"%s"}}\
    """
        .formatted(Post.REPLY, roomId, Post.INDEX, Post.content(chars));
  }

  private byte[] text(String json) {
    return Wire.text(framing.dress(json));
  }

  @Override
  public Post post(Room marked, int room, int chars) {
    return new Post(marked.number(), framing.dress(post(population.roomId(room), chars)));
  }

  @Override
  public Post restPost(Room marked, int room, int person, int chars) {
    String body =
        "{\"clientId\":\"m%s\",\"content\":\"%s\"}".formatted(Post.INDEX, Post.content(chars));
    String request =
        String.join(
            "\r\n",
            "POST /api/v1/rooms/" + population.roomId(room) + "/messages HTTP/1.1",
            "Host: localhost",
            "Authorization: Bearer " + population.token(person),
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "",
            body);
    return Post.plain(marked.number(), request);
  }
}
