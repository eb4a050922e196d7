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
  private final double everyNanos;
  private final int count;
  private int sent;
  private long began;

  Pacing(Load load, List<Room> rooms, double perSecond, Duration time) {
    this.load = load;
    this.rooms = rooms;
    this.everyNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.count = (int) Math.round(time.toNanos() / everyNanos);
  }

  @Override
  public void start() {
    began = System.nanoTime();
    sendDue();
  }

  private long due(int number) {
    return began + (long) (number * everyNanos);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the schedule ends by itself
  private void sendDue() {
    long now = System.nanoTime();
    while (sent < count && due(sent) <= now) {
      long due = due(sent);
      load.send(rooms.get(sent % rooms.size()), due, now - due);
      sent++;
      now = System.nanoTime();
    }
    if (sent < count) {
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
    if (sent == count && load.isDelivered()) {
      load.finish();
    }
  }
}
