package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.room.Sequencer.Step;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final RoomId ROOM = new RoomId("room");

  @Test
  void passesOnWhatFollows() {
    var sequencer = startedAt(4);

    assertEquals(List.of(5L), delivered(sequencer.accept(entry(5))));
  }

  @Test
  void ignoresWhatItPassedOnAlready() {
    var sequencer = startedAt(4);
    sequencer.accept(entry(5));

    assertInstanceOf(Step.Ignore.class, sequencer.accept(entry(5)));
    assertInstanceOf(Step.Ignore.class, sequencer.accept(entry(1)));
  }

  @Test
  void holdsWhatOvertookAndPassesItOnBehindTheMissingOne() {
    var sequencer = startedAt(4);

    assertInstanceOf(Step.Wait.class, sequencer.accept(entry(7)));
    assertInstanceOf(Step.Wait.class, sequencer.accept(entry(6)));

    assertEquals(List.of(5L, 6L, 7L), delivered(sequencer.accept(entry(5))));
    assertFalse(sequencer.hasHole());
  }

  @Test
  void holdsEverythingUntilItHasAPosition() {
    var sequencer = new Sequencer();

    assertInstanceOf(Step.Wait.class, sequencer.accept(entry(6)));
    assertInstanceOf(Step.Wait.class, sequencer.accept(entry(5)));

    assertEquals(List.of(6L), delivered(sequencer.start(5)));
  }

  @Test
  void knowsOfAHoleFromTheHeadAlone() {
    var sequencer = startedAt(4);

    assertInstanceOf(Step.Wait.class, sequencer.reach(9));
    assertTrue(sequencer.hasHole());
  }

  @Test
  void forgetsTheNewestWhenTooManyAreHeldButNotThatTheyExist() {
    var sequencer = startedAt(0);
    for (long seq = 2; seq <= Sequencer.MAX_HELD + 50; seq++) {
      sequencer.accept(entry(seq));
    }

    var step = assertInstanceOf(Step.Deliver.class, sequencer.accept(entry(1)));

    assertEquals(Sequencer.MAX_HELD + 1, step.entries().size());
    assertTrue(sequencer.hasHole());
  }

  @Test
  void anyOrderWithRepeatsAndLossIsPassedOnOnceAndInOrder() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var arrivals = new ArrayList<Long>();
      LongStream.rangeClosed(1, 60).forEach(arrivals::add);
      LongStream.rangeClosed(1, 20).map(i -> 1 + random.nextInt(60)).forEach(arrivals::add);
      Collections.shuffle(arrivals, random);
      arrivals.removeIf(i -> random.nextInt(4) == 0);
      var passedOn = new ArrayList<Long>();
      var sequencer = startedAt(0);

      arrivals.forEach(seq -> collect(sequencer.accept(entry(seq)), passedOn));
      sequencer.reach(60);
      while (sequencer.hasHole()) {
        collect(sequencer.accept(entry(sequencer.last() + 1)), passedOn);
      }

      assertEquals(LongStream.rangeClosed(1, 60).boxed().toList(), passedOn, "seed " + seed);
    }
  }

  private static void collect(Step step, List<Long> into) {
    if (step instanceof Step.Deliver deliver) {
      deliver.entries().forEach(e -> into.add(e.seq()));
    }
  }

  private static List<Long> delivered(Step step) {
    return assertInstanceOf(Step.Deliver.class, step).entries().stream()
        .map(LogEntry::seq)
        .toList();
  }

  private static Sequencer startedAt(long position) {
    var sequencer = new Sequencer();
    sequencer.start(position);
    return sequencer;
  }

  private static LogEntry entry(long seq) {
    return new LogEntry(ROOM, seq, "message", null, null, "{\"seq\":" + seq + "}");
  }
}
