package chat.tertulia.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * One socket in at most one room. It expects every message of its room once and in order, and keeps
 * expecting over a reconnection.
 */
public final class Member extends WebSocketLink implements Sender, Scanner.Finds {
  private static final String SOCKJS_OPEN = "o";

  private final Load load;
  private final Seat seat;
  private final String name;
  private final Expectation expectation;
  private boolean live;
  private long now;

  Member(Load load, Seat seat, String name) {
    super(load.scratch(), seat.port(), seat.path());
    this.load = load;
    this.seat = seat;
    this.name = name;
    this.expectation = new Expectation(name);
  }

  /** Goes on where another connection of the same member was cut. */
  void resumes(Member before) {
    expectation.resumes(before.expectation);
  }

  public Seat seat() {
    return seat;
  }

  /** The server's number of the last message it got; negative when none came yet. */
  public long lastSeq() {
    return expectation.lastSeq();
  }

  void ping() {
    if (live) {
      seat.ping().forEach(this::write);
    }
  }

  @Override
  public void post(byte[] bytes, int room, int index) {
    write(bytes);
  }

  @Override
  void opened() {
    if (!seat.waitsForOpen()) {
      greet();
    }
  }

  private void greet() {
    seat.greeting().forEach(this::write);
  }

  @Override
  void text(byte[] bytes, int from, int to) {
    now = System.nanoTime();
    load.tally().received(to - from);
    if (!Scanner.scan(bytes, from, to, this)) {
      other(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).replace("\\", ""));
    }
  }

  private void other(String text) {
    if (text.equals(SOCKJS_OPEN)) {
      greet();
    } else if (!live && seat.isLive().test(text)) {
      becomeLive();
    } else if (isComplaint(text)) {
      load.tally().failure(name + " was told " + text);
    }
  }

  private static boolean isComplaint(String text) {
    return text.contains("\"type\":\"err\"")
        || text.contains("\"type\":\"lagged\"")
        || text.startsWith("c[");
  }

  private void becomeLive() {
    live = true;
    if (seat.room() != null) {
      expectation.from(seat.room().next());
    }
    load.oneIsLive();
  }

  @Override
  public void message(int room, int index, long nanos, long seq) {
    if (expectation.accept(seat.room(), room, index, seq, load.tally())) {
      load.delivered(seat.room(), index, now - nanos);
    }
  }

  @Override
  public void reply(int room, int index, boolean failed) {
    if (failed) {
      load.tally().failure(name + " had send " + index + " refused");
    }
    load.replied(room, index, now);
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  void fell(String reason) {
    live = false;
    load.tally().failure(name + ": " + reason);
    load.fell(name);
  }
}
