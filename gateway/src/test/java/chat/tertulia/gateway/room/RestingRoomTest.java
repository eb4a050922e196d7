package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.gateway.HandBus;
import chat.tertulia.gateway.HandLoop;
import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room with a large audience while the loop of its listeners has not written the last frame. */
class RestingRoomTest {
  private static final RoomId ROOM = new RoomId("room");
  private static final UserId BOB = new UserId("u-bob");
  private static final int THERE = 1;

  private final HandLoop own = new HandLoop();
  private final HandLoop other = new HandLoop();
  private final Loops loops = new Loops(2, 1);
  private final RoomChannels channels =
      new RoomChannels(
          own,
          new HandBus(),
          loops,
          new LiveMetrics(new SimpleMeterRegistry()),
          Sequencer::new,
          () -> {});
  private final RoomChannel channel = channels.acquire(ROOM);
  private final Audiences audiences = new Audiences();
  private final List<String> heard = new ArrayList<>();

  private final class Bob implements Audiences.Listener {
    @Override
    public UserId user() {
      return BOB;
    }

    @Override
    public void hear(RoomFrame frame) {
      heard.add(frame.bridge().size() + " in a frame");
    }

    @Override
    public void fence(RoomId room) {
      heard.add("out");
      audiences.remove(room, this);
    }
  }

  @BeforeEach
  void theRoomRestsAfterItsFirstFrame() {
    loops.add(new Loops.Share(0, own, channels, new Audiences(), () -> {}));
    loops.add(new Loops.Share(THERE, other, null, audiences, () -> {}));
    audiences.add(ROOM, new Bob());
    for (int i = 0; i < Rest.LARGE_AUDIENCE; i++) {
      channel.attach(new Attachment(THERE, BOB, 5, 5, outcome -> {}));
    }
    arrives(message(6));
    arrives(message(7));
  }

  private void arrives(LogEntry entry) {
    channel.arrive(entry);
    channel.endTurn();
  }

  private static LogEntry message(long seq) {
    return new LogEntry(ROOM, seq, "message", null, null, "{}");
  }

  private static LogEntry removal(long seq) {
    return new LogEntry(ROOM, seq, "member", BOB, "removed", "{}");
  }

  private static LogEntry typing() {
    return new LogEntry(ROOM, 0, "typing", new UserId("u-ann"), null, "{\"type\":\"typing\"}");
  }

  @Test
  void whatComesMeanwhileLeavesInOneFrameAfterIt() {
    arrives(message(8));
    other.turn();
    own.turn();
    own.pass(Duration.ofMillis(Rest.LONGEST_MS));
    other.turn();

    assertEquals(List.of("1 in a frame", "2 in a frame"), heard);
  }

  /** Typing was told at once and the removal later, so that the removed saw who types. */
  @Test
  void aRemovalIsToldAtOnceAndNothingPassesItsPerson() {
    arrives(removal(8));
    arrives(typing());
    other.turn();

    assertEquals(List.of("1 in a frame", "2 in a frame", "out"), heard);
  }
}
