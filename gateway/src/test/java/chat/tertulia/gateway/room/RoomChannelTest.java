package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.gateway.HandBus;
import chat.tertulia.gateway.HandLoop;
import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a room's channel fills its holes. */
class RoomChannelTest {
  private static final RoomId ROOM = new RoomId("room");

  private final HandLoop loop = new HandLoop();
  private final HandBus bus = new HandBus();
  private final Loops loops = new Loops(1, 1);
  private final RoomChannels channels =
      new RoomChannels(
          loop, bus, loops, new LiveMetrics(new SimpleMeterRegistry()), Sequencer::new, () -> {});
  private RoomChannel channel = channels.acquire(ROOM);

  @BeforeEach
  void somebodyIsLiveAtFive() {
    loops.add(new Loops.Share(0, loop, channels, new Audiences(), () -> {}));
    attachAtFive();
  }

  private void attachAtFive() {
    channel.attach(new Attachment(0, new UserId("u-ann"), 5, 5, outcome -> {}));
  }

  private void patienceEnds() {
    loop.pass(Duration.ofMillis(RoomChannel.HOLE_PATIENCE_MS));
  }

  private static LogEntry entry(long seq) {
    return new LogEntry(ROOM, seq, "message", null, null, "{\"seq\":" + seq + "}");
  }

  private void logAnswers(long head, LogEntry... entries) {
    bus.answer(new Log.Found(true, "epoch", head, List.of(entries)));
    loop.turn();
  }

  /**
   * The answer was older than the newest number heard of, and the one asked for had come by the bus
   * meanwhile: the newest was never asked for, so its entry never came.
   */
  @Test
  void aNumberHeardOfWhileTheLogIsAskedIsAskedForNext() {
    channel.reach(6);
    patienceEnds();
    channel.arrive(entry(6));
    channel.reach(7);
    logAnswers(6);
    patienceEnds();

    assertEquals(new Log.Read(ROOM, null, 6, Log.MAX_ENTRIES), bus.oldest());
  }

  /** The head was heard of while the first one was still being let in, and forgotten. */
  @Test
  void aHeadHeardOfBeforeAnybodyIsAttachedIsAskedForAfterwards() {
    channel = channels.acquire(new RoomId("other"));
    channel.reach(6);
    attachAtFive();
    patienceEnds();

    assertEquals(new Log.Read(new RoomId("other"), null, 5, Log.MAX_ENTRIES), bus.oldest());
  }

  /**
   * A gateway that came up while the log did not answer followed rooms before its first look at the
   * heads: what the bus lost until then was never found.
   */
  @Test
  void theFirstLookAtTheHeadsAsksForWhatCameBeforeIt() {
    var heads = new HeadCheck(loop, bus, loops);
    loop.execute(heads::start);
    loop.turn();
    loop.execute(() -> bus.answer(new Log.Heads("c1", "epoch", Map.of(), null)));
    loop.turn();
    patienceEnds();

    assertEquals(new Log.Read(ROOM, null, 5, Log.MAX_ENTRIES), bus.oldest());
    bus.fail(Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer"));
    loop.pass(Duration.ofMillis(RoomChannel.FIRST_RETRY_MS));
    assertEquals(new Log.Read(ROOM, null, 5, Log.MAX_ENTRIES), bus.oldest(), "and once more");
  }

  @Test
  void aNumberThatTheLogDoesNotHaveIsGivenUp() {
    channel.reach(6);
    patienceEnds();
    logAnswers(5);
    patienceEnds();

    assertEquals(0, bus.waiting());
  }

  private void headCheckFinds(long from, int entries) {
    long head = from + entries - 1;
    channel.reach(head);
    patienceEnds();
    var found = new LogEntry[entries];
    for (int i = 0; i < entries; i++) {
      found[i] = entry(from + i);
    }
    logAnswers(head, found);
  }

  @Test
  void aShardThatBringsNothingWhileTheLogGrowsIsRegisteredAgain() {
    headCheckFinds(6, RoomChannels.MISSED);
    channels.checkHearing();
    assertEquals(2, bus.registrations());
    assertEquals(1, bus.listeners(), "the old registration is gone");
    assertEquals(1, channels.deafFor());

    headCheckFinds(9, RoomChannels.MISSED);
    channels.checkHearing();
    assertEquals(2, channels.deafFor(), "it did not help");

    bus.bring(new EntryBatch(List.of(entry(12))));
    channels.checkHearing();
    assertEquals(0, channels.deafFor());
    assertEquals(3, bus.registrations());
  }

  @Test
  void aShardThatLosesSomeOrIsQuietIsLeftAlone() {
    channels.checkHearing();
    headCheckFinds(6, RoomChannels.MISSED);
    bus.bring(new EntryBatch(List.of(entry(9))));
    channels.checkHearing();
    headCheckFinds(10, 1);
    channels.checkHearing();

    assertEquals(1, bus.registrations());
  }
}
