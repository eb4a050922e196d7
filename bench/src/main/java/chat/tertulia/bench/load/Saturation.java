package chat.tertulia.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * Keeps so many messages under way, for a time or until so many are sent: one that is complete is
 * followed by the next.
 */
final class Saturation implements Driver {
  private final Load load;
  private final List<Room> rooms;
  private final int outstanding;
  private final Duration time;
  private long left;
  private long until;
  private int turn;

  /**
   * @param most messages in all
   */
  Saturation(Load load, List<Room> rooms, int outstanding, long most, Duration time) {
    this.load = load;
    this.rooms = rooms;
    this.outstanding = outstanding;
    this.left = most;
    this.time = time;
  }

  @Override
  public void start() {
    until = System.nanoTime() + time.toNanos();
    for (int i = 0; i < outstanding && left > 0; i++) {
      sendNext(System.nanoTime());
    }
  }

  private void sendNext(long now) {
    left--;
    load.send(rooms.get(turn), now, 0);
    turn = (turn + 1) % rooms.size();
  }

  @Override
  public void completed(Room room) {
    long now = System.nanoTime();
    if (left > 0 && now < until) {
      sendNext(now);
    } else if (load.isDelivered()) {
      load.finish();
    }
  }
}
