package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams made by hand: whatever a server may do wrong must be noticed. */
class ExpectationTest {
  private static final int SENT = 9;

  private final Room room = new Room(1);
  private final Tally tally = new Tally();
  private final Expectation expectation = new Expectation("ann");

  ExpectationTest() {
    room.sends((bytes, number, index) -> {}, new Post(1, Post.MARK));
    for (int i = 0; i < SENT; i++) {
      room.send(0, 1);
    }
    expectation.from(1);
  }

  /** Delivers messages whose numbers at the server are their indices. */
  private long deliver(int... indices) {
    long counted = 0;
    for (int index : indices) {
      counted += expectation.accept(room, 1, index, 100 + index, tally) ? 1 : 0;
    }
    return counted;
  }

  @Test
  void everythingOnceAndInOrderIsClean() {
    assertEquals(SENT, deliver(1, 2, 3, 4, 5, 6, 7, 8, 9));

    assertTrue(tally.isClean(), tally.faults());
  }

  @Test
  void aLostMessageIsNoticed() {
    deliver(1, 2, 4);

    assertFalse(tally.isClean());
    assertTrue(tally.faults().contains("holes=1"), tally.faults());
  }

  @Test
  void aDoubledMessageIsNoticedAndNotCounted() {
    assertEquals(3, deliver(1, 2, 2, 3));

    assertTrue(tally.faults().contains("repeats=1"), tally.faults());
  }

  @Test
  void twoMessagesInTheWrongOrderAreNoticed() {
    deliver(1, 3, 2, 4);

    assertFalse(tally.isClean());
  }

  @Test
  void aMessageOfAnotherRoomIsNoticedAndNotCounted() {
    assertFalse(expectation.accept(room, 2, 1, 1, tally));

    assertTrue(tally.faults().contains("failures=1"), tally.faults());
  }

  @Test
  void aMessageThatNobodySentIsNoticed() {
    deliver(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    assertTrue(tally.faults().contains("failures=1"), tally.faults());
  }

  @Test
  void numbersOfTheServerThatJumpAreNoticed() {
    expectation.accept(room, 1, 1, 100, tally);
    expectation.accept(room, 1, 2, 102, tally);

    assertTrue(tally.faults().contains("disorders=1"), tally.faults());
  }

  @Test
  void whoComesBackMissesWhatWasSentInBetween() {
    deliver(1, 2, 3);
    var again = new Expectation("ann");
    again.resumes(expectation);
    again.from(room.next());

    again.accept(room, 1, 5, 105, tally);

    assertTrue(tally.faults().contains("lacks 4 to 4"), tally.faults());
  }

  @Test
  void whoJoinsLateMissesNothingOfBefore() {
    var late = new Expectation("bob");
    late.from(8);

    for (int index : List.of(8, 9)) {
      assertTrue(late.accept(room, 1, index, 100 + index, tally));
    }

    assertTrue(tally.isClean(), tally.faults());
  }
}
