package chat.tertulia.bench.scenario;

import chat.tertulia.bench.contender.Contender;
import chat.tertulia.bench.contender.Dialect;
import chat.tertulia.bench.contender.Layout;
import chat.tertulia.bench.load.Load;
import chat.tertulia.bench.load.Member;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A contender with its rooms full of sockets. */
final class Stage implements AutoCloseable {
  /** Characters of a message. */
  static final int MESSAGE_CHARS = 200;

  /** Connections made at once where it is not the connecting that is measured. */
  static final int CONNECT_AT_ONCE = 64;

  private final Contender contender;
  private final Layout layout;
  private final Load load = new Load();
  private final List<Room> rooms = new ArrayList<>();
  private Tally tally = new Tally();

  private Stage(Contender contender, Layout layout) {
    this.contender = contender;
    this.layout = layout;
  }

  /** Makes people and rooms, but connects nobody yet. */
  static Stage open(Contender contender, Layout layout) {
    var stage = new Stage(contender, layout);
    contender.dialect().open(layout);
    for (int i = 0; i < layout.rooms(); i++) {
      stage.rooms.add(stage.load.room(i));
    }
    return stage;
  }

  /** The same with everybody connected; the first in each room sends there. */
  static Stage fill(Contender contender, Layout layout) {
    Stage stage = open(contender, layout);
    try {
      stage.fillSeats(0, layout.seats());
    } catch (RuntimeException e) {
      stage.close();
      throw e;
    }
    return stage;
  }

  /** Connects everybody of some rooms. */
  void fillRooms(int fromRoom, int toRoom) {
    fill(fromRoom, toRoom, 0, layout.seats());
  }

  /** Connects some members of every room. */
  void fillSeats(int fromSeat, int toSeat) {
    fill(0, layout.rooms(), fromSeat, toSeat);
  }

  private void fill(int fromRoom, int toRoom, int fromSeat, int toSeat) {
    var seats = new ArrayList<Seat>();
    for (int r = fromRoom; r < toRoom; r++) {
      for (int s = fromSeat; s < toSeat; s++) {
        // Dealt out so that the members of a room sit on all nodes, and its senders too.
        int port = contender.port(r + s);
        int person = layout.person(r, s);
        seats.add(dialect().listener(rooms.get(r), person, port, Dialect.FROM_NOW));
      }
    }
    List<Member> members = load.connect(seats, CONNECT_AT_ONCE);
    if (fromSeat > 0) {
      return;
    }
    for (int r = fromRoom; r < toRoom; r++) {
      Member first = members.get((r - fromRoom) * toSeat);
      rooms.get(r).sends(first, dialect().post(rooms.get(r), r, MESSAGE_CHARS));
    }
  }

  /** Cuts everybody at once and lets them come back at once; the time until all are live. */
  Duration storm() {
    return load.storm(
        (number, before) -> {
          int room = number / layout.seats();
          int person = layout.person(room, number % layout.seats());
          Seat seat = before.seat();
          return dialect().listener(seat.room(), person, seat.port(), before.lastSeq());
        });
  }

  private Dialect dialect() {
    return contender.dialect();
  }

  Contender contender() {
    return contender;
  }

  Layout layout() {
    return layout;
  }

  Load load() {
    return load;
  }

  List<Room> rooms() {
    return rooms;
  }

  /** Begins to count anew. */
  Tally begin() {
    tally = new Tally();
    load.begin(tally);
    return tally;
  }

  /** Deliveries since it began to count. */
  long delivered() {
    return tally.delivered();
  }

  /** Runs something; what goes wrong in it names the contender. */
  void named(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      throw new IllegalStateException(contender.name() + " failed: " + e.getMessage(), e);
    }
  }

  /** Stops the run when anything was lost, doubled, disordered or refused. */
  void check(Tally tally) {
    if (!tally.isClean()) {
      throw new IllegalStateException(contender.name() + " failed the check: " + tally.faults());
    }
  }

  @Override
  public void close() {
    load.close();
  }
}
