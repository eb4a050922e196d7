package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.HandBus;
import chat.tertulia.gateway.HandLoop;
import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guests who go while they are being let in: what was begun for them must end. */
class EntranceTest {
  private static final RoomId ROOM = new RoomId("room");

  private final HandLoop loop = new HandLoop();
  private final HandBus bus = new HandBus();
  private final Loops loops = new Loops(1, 1);
  private final Audiences audiences = new Audiences();
  private final RoomChannels channels =
      new RoomChannels(
          loop, bus, loops, new LiveMetrics(new SimpleMeterRegistry()), Sequencer::new, () -> {});
  private final Entrance entrance = new Entrance(loops, 0, audiences, bus);
  private final Ann ann = new Ann();

  @BeforeEach
  void oneLoopOwnsEverything() {
    loops.add(new Loops.Share(0, loop, channels, audiences, () -> {}));
  }

  private static final class Ann implements Entrance.Guest {
    private Future<Void> ready = Future.succeededFuture();
    private Runnable onCatchUp = () -> {};
    private boolean wanted = true;

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public Future<Void> ready() {
      return ready;
    }

    @Override
    public void catchUp(List<LogEntry> entries) {
      onCatchUp.run();
    }

    @Override
    public void live(long head, String epoch) {}

    @Override
    public UserId user() {
      return new UserId("u-ann");
    }

    @Override
    public void hear(RoomFrame frame) {}

    @Override
    public void fence(RoomId room) {}
  }

  private Future<Void> enter() {
    Future<Void> entered = entrance.enter(ROOM, ann, 0L, null);
    loop.turn();
    return entered;
  }

  private void logAnswers(LogEntry... entries) {
    loop.execute(() -> bus.answer(new Log.Found(true, "epoch", 1, List.of(entries))));
    loop.turn();
  }

  private static LogEntry first() {
    return new LogEntry(ROOM, 1, "message", null, null, "{\"seq\":1}");
  }

  private void everyoneHasGoneForLong() {
    loop.pass(Duration.ofMillis(RoomChannels.LINGER_MS + 1));
  }

  /** The entrance never ended, so that after a few of them the socket could enter no more rooms. */
  @Test
  void aGuestWhoGoesAtTheLastMomentEndsTheEntrance() {
    ann.onCatchUp = () -> ann.wanted = false;
    Future<Void> entered = enter();
    logAnswers();
    logAnswers(first());

    assertTrue(entered.failed());
    everyoneHasGoneForLong();
    assertEquals(0, channels.size());
  }

  /** The room was followed for ever. */
  @Test
  void aGuestWhoGoesWithoutReadingLeavesNoChannelBehind() {
    Promise<Void> drained = Promise.promise();
    ann.ready = drained.future();
    Future<Void> entered = enter();
    logAnswers();
    assertEquals(1, channels.size());
    ann.wanted = false;
    loop.execute(() -> drained.fail(new IllegalStateException("gone")));
    loop.turn();

    assertTrue(entered.failed());
    everyoneHasGoneForLong();
    assertEquals(0, channels.size());
  }
}
