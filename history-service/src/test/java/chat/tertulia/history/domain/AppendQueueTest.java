package chat.tertulia.history.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.domain.AppendFailed.Why;
import chat.tertulia.history.domain.Outcome.Verdict;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The queue alone, over a log that commits when the test says so. */
class AppendQueueTest {
  private static final Person ANN = new Person(new UserId("uann"), "Ann");
  private static final Person BOB = new Person(new UserId("ubob"), "Bob");
  private static final RoomId ROOM = new RoomId("r1");
  private static final int MAX_BATCH = 4;
  private static final int MAX_WAITING = 10;

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final FakeLog log = new FakeLog();
  private final List<LogEntry> announced = new ArrayList<>();
  private final AppendQueue queue =
      new AppendQueue(
          log,
          new Recording(),
          new AppendMeter(new SimpleMeterRegistry()),
          MAX_BATCH,
          MAX_WAITING,
          tasks::add);

  private final class Recording implements Announcer {
    @Override
    public void appended(List<LogEntry> entries) {
      announced.addAll(entries);
    }

    @Override
    public void moved(UserId user, RoomId room, ReadMark mark) {}
  }

  private static final class FakeLog implements Appends {
    private final List<List<Draft>> calls = new ArrayList<>();
    private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
    private final Map<RoomId, Long> heads = new HashMap<>();
    private Predicate<Draft> poison = draft -> false;
    private Why why = Why.REFUSED;

    @Override
    public Future<List<Outcome>> append(List<Draft> drafts) {
      calls.add(drafts);
      Promise<List<Outcome>> promise = Promise.promise();
      underWay.add(
          () -> {
            if (drafts.stream().anyMatch(poison)) {
              promise.fail(new AppendFailed(why, new IllegalStateException("poison")));
            } else {
              promise.complete(drafts.stream().map(this::number).toList());
            }
          });
      return promise.future();
    }

    private Outcome number(Draft draft) {
      long seq = heads.merge(draft.room(), 1L, Long::sum);
      return new Outcome(Verdict.OK, seq, Instant.EPOCH);
    }
  }

  private static Draft draft(RoomId room, int number) {
    return new Draft(room, ANN, "message", new ClientId("c" + number), "{\"content\":\"x\"}");
  }

  private List<Future<Outcome>> post(int count) {
    var outcomes = new ArrayList<Future<Outcome>>();
    for (int i = 0; i < count; i++) {
      outcomes.add(queue.append(draft(ROOM, i)));
    }
    return outcomes;
  }

  private void endTurn() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  private void commitAll() {
    endTurn();
    while (!log.underWay.isEmpty()) {
      log.underWay.poll().run();
      endTurn();
    }
  }

  private static ErrorCode codeOf(Future<Outcome> failed) {
    return assertInstanceOf(Problem.class, failed.cause()).code();
  }

  @Test
  void whatComesInOneTurnIsCommittedTogetherAndInOrder() {
    List<Future<Outcome>> outcomes = post(3);
    endTurn();

    assertEquals(1, log.calls.size());
    assertFalse(outcomes.getFirst().isComplete());

    commitAll();
    assertEquals(List.of(1L, 2L, 3L), outcomes.stream().map(o -> o.result().seq()).toList());
    assertEquals(List.of(1L, 2L, 3L), announced.stream().map(LogEntry::seq).toList());
  }

  @Test
  void aRoomHasOneBatchUnderWay() {
    post(2);
    endTurn();
    post(3);
    endTurn();

    assertEquals(1, log.calls.size());
    commitAll();
    assertEquals(List.of(2, 3), log.calls.stream().map(List::size).toList());
  }

  @Test
  void otherRoomsDoNotWait() {
    for (int i = 0; i < 8; i++) {
      queue.append(draft(new RoomId("room" + i), i));
    }
    endTurn();

    assertEquals(AppendQueue.LANES, log.calls.size());
  }

  @Test
  void aBatchIsBounded() {
    post(9);
    commitAll();

    assertEquals(List.of(4, 4, 1), log.calls.stream().map(List::size).toList());
  }

  @Test
  void pastTheBoundASenderIsRefusedAtOnceAndLaterServed() {
    List<Future<Outcome>> outcomes = post(MAX_WAITING + 1);

    var refused = outcomes.getLast();
    assertEquals(ErrorCode.OVERLOADED, codeOf(refused));
    assertEquals(AppendQueue.RETRY_AFTER, ((Problem) refused.cause()).retryAfter());

    commitAll();
    var again = queue.append(draft(ROOM, 99));
    commitAll();
    assertEquals(MAX_WAITING + 1, again.result().seq());
  }

  @Test
  void waitingCharactersAreBounded() {
    String body = "{\"content\":\"" + "x".repeat(8 << 20) + "\"}";
    Future<Outcome> last = null;
    for (int i = 0; i < 5; i++) {
      last = queue.append(new Draft(ROOM, ANN, "message", new ClientId("c" + i), body));
    }

    assertEquals(ErrorCode.OVERLOADED, codeOf(last));
    commitAll();
    assertTrue(log.calls.stream().allMatch(call -> call.size() == 1));
  }

  @Test
  void charactersInOneBatchAreBounded() {
    String third = "{\"content\":\"" + "x".repeat(AppendLane.MAX_BATCH_CHARS / 3) + "\"}";
    for (int i = 0; i < MAX_BATCH; i++) {
      queue.append(new Draft(ROOM, ANN, "message", new ClientId("c" + i), third));
    }
    commitAll();

    assertEquals(List.of(2, 2), log.calls.stream().map(List::size).toList());
  }

  @Test
  void heldRoomsRememberedAreBounded() {
    log.why = Why.BUSY;
    log.poison = draft -> true;
    for (int i = 0; i < AppendQueue.MAX_HELD + 10; i++) {
      queue.append(draft(new RoomId("held" + i), i));
      commitAll();
    }

    assertTrue(queue.heldRooms() > 0 && queue.heldRooms() <= AppendQueue.MAX_HELD);
    log.poison = draft -> false;
    var through = queue.append(draft(new RoomId("held0"), 0));
    commitAll();
    assertTrue(through.succeeded());
  }

  @Test
  void aPoisonousDraftFailsAlone() {
    log.poison = draft -> draft.clientId().value().equals("c1");
    List<Future<Outcome>> outcomes = post(4);
    commitAll();

    assertEquals(ErrorCode.INTERNAL, codeOf(outcomes.get(1)));
    assertEquals(1, outcomes.get(0).result().seq());
    assertEquals(2, outcomes.get(2).result().seq());
    assertEquals(3, outcomes.get(3).result().seq());
    assertEquals(List.of(1L, 2L, 3L), announced.stream().map(LogEntry::seq).toList());
  }

  @Test
  void aHeldRoomFailsAlone() {
    RoomId held = inLaneOf(ROOM);
    log.why = Why.BUSY;
    log.poison = draft -> draft.room().equals(held);
    var mine = queue.append(draft(ROOM, 1));
    var other = queue.append(draft(held, 2));
    var second = queue.append(draft(held, 3));
    commitAll();

    assertTrue(mine.succeeded());
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(other));
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(second));
    assertEquals(3, log.calls.size());
  }

  @Test
  void aHeldRoomDelaysNobodyUntilItGetsThrough() {
    RoomId held = inLaneOf(ROOM);
    log.why = Why.BUSY;
    log.poison = draft -> draft.room().equals(held);
    queue.append(draft(held, 1));
    endTurn();
    var behind = queue.append(draft(held, 2));
    commitAll();
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(behind));

    queue.append(draft(held, 3));
    endTurn();
    queue.append(draft(ROOM, 4));
    endTurn();
    assertEquals(2, log.underWay.size(), "the held room is in a lane of its own");
    commitAll();

    log.poison = draft -> false;
    var through = queue.append(draft(held, 5));
    commitAll();
    assertTrue(through.succeeded());
    queue.append(draft(held, 6));
    endTurn();
    queue.append(draft(ROOM, 7));
    endTurn();
    assertEquals(1, log.underWay.size(), "and then back in its lane");
    commitAll();
  }

  /** The second batch was stored although the first, which its sender had to repeat, was not. */
  @Test
  void nothingOvertakesWhatItsSenderMustRepeat() {
    log.why = Why.UNKNOWN;
    log.poison = draft -> draft.clientId().value().equals("c0");
    List<Future<Outcome>> mine = post(MAX_BATCH + 1);
    var others =
        queue.append(new Draft(ROOM, BOB, "message", new ClientId("b1"), "{\"content\":\"x\"}"));
    commitAll();

    assertEquals(ErrorCode.UNAVAILABLE, codeOf(mine.getFirst()));
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(mine.getLast()));
    assertTrue(others.succeeded());
  }

  private static RoomId inLaneOf(RoomId room) {
    int lane = Math.floorMod(room.hashCode(), AppendQueue.LANES);
    for (int i = 0; ; i++) {
      var candidate = new RoomId("held" + i);
      if (Math.floorMod(candidate.hashCode(), AppendQueue.LANES) == lane) {
        return candidate;
      }
    }
  }

  @Test
  void anUnknownOutcomeIsLeftToTheSender() {
    log.why = Why.UNKNOWN;
    log.poison = draft -> true;
    List<Future<Outcome>> outcomes = post(3);
    commitAll();

    outcomes.forEach(o -> assertEquals(ErrorCode.UNAVAILABLE, codeOf(o)));
    assertEquals(1, log.calls.size());
    assertEquals(List.of(), announced);
  }

  @Test
  void closingWaitsForWhatIsUnderWay() {
    List<Future<Outcome>> outcomes = post(5);
    endTurn();
    Future<Void> closed = queue.close();

    assertFalse(closed.isComplete());
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(queue.append(draft(ROOM, 7))));
    commitAll();
    assertTrue(closed.succeeded());
    outcomes.forEach(o -> assertTrue(o.succeeded()));
  }

  private void passPatience() {
    for (int i = 0; i <= AppendQueue.PATIENCE_TICKS; i++) {
      queue.tick();
    }
  }

  @Test
  void whatHasNoOutcomeInTimeIsUnavailableWhereverItIs() {
    List<Future<Outcome>> outcomes = post(MAX_BATCH + 1);
    endTurn();
    assertEquals(1, log.calls.size(), "one batch is under way and one draft waits");

    passPatience();

    outcomes.forEach(each -> assertEquals(ErrorCode.UNAVAILABLE, codeOf(each)));
    commitAll();
    assertEquals(1, log.calls.size(), "nobody waits for the other any more");
  }

  @Test
  void whatCameLaterStillHasItsTime() {
    Future<Outcome> early = queue.append(draft(ROOM, 1));
    endTurn();
    queue.tick();
    Future<Outcome> ofBob =
        queue.append(new Draft(ROOM, BOB, "message", new ClientId("b1"), "{\"content\":\"x\"}"));
    Future<Outcome> behind = queue.append(draft(ROOM, 2));
    for (int i = 0; i < AppendQueue.PATIENCE_TICKS; i++) {
      queue.tick();
    }

    assertEquals(ErrorCode.UNAVAILABLE, codeOf(early));
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(behind), "it would overtake the repeat");
    assertFalse(ofBob.isComplete());
    commitAll();
    assertTrue(ofBob.succeeded());
  }

  @Test
  void whatIsStoredAfterItsSenderWasToldIsAnnounced() {
    Future<Outcome> given = queue.append(draft(ROOM, 1));
    endTurn();
    passPatience();
    assertEquals(ErrorCode.UNAVAILABLE, codeOf(given));

    commitAll();
    assertEquals(1, announced.size());
    assertTrue(queue.close().succeeded());
  }
}
