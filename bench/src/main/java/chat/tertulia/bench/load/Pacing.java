package chat.tertulia.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends on a schedule made beforehand, to all rooms in turn. A message carries the time it was due,
 * so that a server or generator that falls behind shows in the latency.
 */
final class Pacing implements Driver {
  private final Load load;
  private final List<Room> rooms;
  private final Schedule schedule;
  private int sent;
  private long began;

  /**
   * When each message is due, from the rate alone: no message moves another.
   *
   * @param everyNanos between two messages
   * @param count of messages
   */
  record Schedule(double everyNanos, int count) {
    static Schedule of(double perSecond, Duration time) {
      double every = TimeUnit.SECONDS.toNanos(1) / perSecond;
      return new Schedule(every, (int) Math.round(time.toNanos() / every));
    }

    /** Nanoseconds after the beginning. */
    long due(int number) {
      return (long) (number * everyNanos);
    }
  }

  Pacing(Load load, List<Room> rooms, double perSecond, Duration time) {
    this.load = load;
    this.rooms = rooms;
    this.schedule = Schedule.of(perSecond, time);
  }

  @Override
  public void start() {
    began = System.nanoTime();
    sendDue();
  }

  private long due(int number) {
    return began + schedule.due(number);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the schedule ends by itself
  private void sendDue() {
    long now = System.nanoTime();
    while (sent < schedule.count() && due(sent) <= now) {
      long due = due(sent);
      load.send(rooms.get(sent % rooms.size()), due, now - due);
      sent++;
      now = System.nanoTime();
    }
    if (sent < schedule.count()) {
      load.loop().schedule(this::sendDue, due(sent) - now, TimeUnit.NANOSECONDS);
    } else {
      checkEnd();
    }
  }

  @Override
  public void completed(Room room) {
    checkEnd();
  }

  private void checkEnd() {
    if (sent == schedule.count() && load.isDelivered()) {
      load.finish();
    }
  }
}
