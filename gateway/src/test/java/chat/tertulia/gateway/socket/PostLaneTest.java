package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.gateway.HandBus;
import chat.tertulia.gateway.HandLoop;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One socket's posts when some fail: a simulated run showed later ones in the log before them. */
class PostLaneTest {
  private static final Person ANN = new Person(new UserId("u-ann"), "Ann");
  private static final RoomId ROOM = new RoomId("room");
  private static final RoomId OTHER = new RoomId("other");

  private final HandLoop loop = new HandLoop();
  private final HandBus bus = new HandBus();
  private final WaitingPosts all = new WaitingPosts(1_000_000);
  private final PostBatcher batcher = new PostBatcher(loop, bus);
  private final PostLane lane = new PostLane(batcher, all, loop);
  private final List<String> answers = new ArrayList<>();

  private void post(RoomId room, String id) {
    lane.add(of(room, id), reply(id));
    loop.turn();
  }

  private static Log.PostBy of(RoomId room, String id) {
    return new Log.PostBy(ANN, new Messages.Post(room, new ClientId(id), "text", null, null));
  }

  private Reply reply(String id) {
    return new Reply() {
      @Override
      public void done(String body) {
        answers.add(id + " stored");
      }

      @Override
      public void fail(Problem problem) {
        answers.add(id + " " + problem.code().code());
      }
    };
  }

  /** Lets what is under way fail, and its repetition by the gateway too. */
  private void batchGetsNoAnswer() {
    bus.fail(Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer"));
    bus.fail(Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer"));
    loop.turn();
  }

  private void batchIsStored() {
    int posts = ((Log.PostBatch) bus.oldest()).posts().size();
    var verdicts = new ArrayList<Log.PostVerdict>();
    for (int i = 1; i <= posts; i++) {
      verdicts.add(new Log.PostVerdict((long) i, Instant.EPOCH, null, null));
    }
    bus.answer(new Log.PostVerdicts(verdicts));
    loop.turn();
  }

  @Test
  void whatWaitsBehindAFailedPostOfItsRoomFailsWithIt() {
    post(ROOM, "1");
    post(ROOM, "2");
    post(OTHER, "3");
    batchGetsNoAnswer();
    batchIsStored();

    assertEquals(List.of("1 unavailable", "2 unavailable", "3 stored"), answers);
  }

  @Test
  void whatWasOnItsWayWhenAPostFailedWaitsForTheRepeat() {
    post(ROOM, "1");
    batchGetsNoAnswer();
    post(ROOM, "2");
    assertEquals(0, bus.waiting(), "the second must not be stored before the first");

    post(ROOM, "1");
    batchIsStored();
    post(ROOM, "2");
    batchIsStored();
    assertEquals(List.of("1 unavailable", "2 unavailable", "1 stored", "2 stored"), answers);
  }

  @Test
  void oneVerdictOfABatchIsEnough() {
    post(OTHER, "0");
    post(ROOM, "1");
    batchIsStored();
    bus.answer(
        new Log.PostVerdicts(
            List.of(
                new Log.PostVerdict(
                    null, null, null, Problem.of(ErrorCode.OVERLOADED, "full").toJson()))));
    loop.turn();
    post(ROOM, "2");

    assertEquals(List.of("0 stored", "1 overloaded", "2 unavailable"), answers);
  }

  @Test
  void aPostRefusedForItsRateIsWaitedForToo() {
    lane.refused(ROOM, new ClientId("1"));
    post(ROOM, "2");
    post(ROOM, "1");
    batchIsStored();

    assertEquals(List.of("2 unavailable", "1 stored"), answers);
  }

  @Test
  void whatWasUnderWayCountsAsEarlierThanWhatWasRefusedMeanwhile() {
    post(ROOM, "1");
    lane.refused(ROOM, new ClientId("2"));
    batchGetsNoAnswer();
    post(ROOM, "2");
    post(ROOM, "1");
    batchIsStored();

    assertEquals(List.of("1 unavailable", "2 unavailable", "1 stored"), answers);
  }

  @Test
  void aClientThatRepeatsNothingIsServedAgainAfterAWhile() {
    post(ROOM, "1");
    batchGetsNoAnswer();
    loop.pass(PostLane.REPEATED_WITHIN.plusMillis(1));
    post(ROOM, "2");
    batchIsStored();

    assertEquals(List.of("1 unavailable", "2 stored"), answers);
  }

  @Test
  void aPostThatNobodyCanRepeatHoldsNothingUp() {
    lane.addOnce(of(ROOM, "1"), reply("1"));
    loop.turn();
    batchGetsNoAnswer();
    post(ROOM, "2");
    batchIsStored();

    assertEquals(List.of("1 unavailable", "2 stored"), answers);
  }

  @Test
  void postsThatWaitAreBounded() {
    post(OTHER, "first");
    for (int i = 0; i <= PostLane.MAX_WAITING; i++) {
      post(ROOM, "p" + i);
    }

    assertEquals(List.of("p" + PostLane.MAX_WAITING + " overloaded"), answers);
  }

  @Test
  void whatWaitsOnAllSocketsTogetherIsBoundedInBytes() {
    var few = new WaitingPosts(1_200);
    var busy = new PostLane(batcher, few, loop);
    var other = new PostLane(batcher, few, loop);
    busy.add(of(ROOM, "1"), reply("1"));
    loop.turn();
    busy.add(of(ROOM, "2"), reply("2"));
    other.add(of(OTHER, "3"), reply("3"));
    assertEquals(List.of("3 overloaded"), answers);

    batchIsStored();
    other.add(of(OTHER, "3"), reply("3"));
    loop.turn();
    batchIsStored();
    batchIsStored();
    assertEquals(List.of("3 overloaded", "1 stored", "2 stored", "3 stored"), answers);
    assertEquals(0, few.total());
  }

  @Test
  void whatFailsOrIsForgottenDoesNotCountAsWaitingAnyMore() {
    post(ROOM, "1");
    post(ROOM, "2");
    batchGetsNoAnswer();
    post(OTHER, "3");
    post(OTHER, "4");
    loop.pass(PostLane.PATIENCE.plusMillis(1));
    lane.tick(loop.nanoTime());
    post(OTHER, "3");
    lane.clear();
    batchIsStored();
    batchIsStored();

    assertEquals(0, bus.waiting());
    assertEquals(0, all.total());
  }

  @Test
  void anAnswerThatThrowsHurtsNobodyElse() {
    var broken = new PostLane(batcher, all, loop);
    broken.add(of(ROOM, "0"), throwing());
    broken.add(of(ROOM, "1"), reply("1"));
    lane.add(of(OTHER, "2"), reply("2"));
    loop.turn();
    batchIsStored();
    batchIsStored();

    assertEquals(List.of("2 stored", "1 stored"), answers);
    assertEquals(0, all.total());
  }

  private static Reply throwing() {
    return new Reply() {
      @Override
      public void done(String body) {
        throw new IllegalStateException("of the test");
      }

      @Override
      public void fail(Problem problem) {
        throw new IllegalStateException("of the test");
      }
    };
  }

  @Test
  void answersThatAreNotUnderstoodLeaveNobodyWaiting() {
    var other = new PostLane(batcher, all, loop);
    lane.add(of(ROOM, "1"), reply("1"));
    other.add(of(OTHER, "2"), reply("2"));
    loop.turn();
    var unreadable = Json.object().put("code", 7);
    bus.answer(new Log.PostVerdicts(List.of(new Log.PostVerdict(null, null, null, unreadable))));
    loop.turn();
    assertEquals(2, answers.size());

    post(ROOM, "1");
    batchIsStored();
    assertEquals("1 stored", answers.getLast());
  }

  @Test
  void roomsThatWaitForARepeatAreBounded() {
    for (int i = 0; i <= PostLane.MAX_BROKEN; i++) {
      lane.refused(new RoomId("r" + i), new ClientId("1"));
    }
    post(new RoomId("r0"), "2");
    post(new RoomId("r1"), "2");

    assertEquals(1, bus.waiting(), "the oldest is forgotten, the next is not");
    assertEquals(List.of("2 unavailable"), answers);
  }

  @Test
  void anotherIsAskedWhenTheFirstIsSilentAndTheFirstAnswerCounts() {
    post(ROOM, "1");
    loop.pass(PostBatcher.REPEAT_AFTER);
    assertEquals(2, bus.waiting());

    batchIsStored();
    bus.fail(Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer"));
    loop.turn();
    assertEquals(List.of("1 stored"), answers);
  }

  @Test
  void whatWasAnsweredIsNotSentAgain() {
    post(ROOM, "1");
    batchIsStored();
    loop.pass(PostBatcher.REPEAT_AFTER);

    assertEquals(0, bus.waiting());
  }

  @Test
  void nobodyWaitsLongerThanPatience() {
    post(ROOM, "1");
    post(OTHER, "2");
    loop.pass(PostLane.PATIENCE.plusMillis(1));
    lane.tick(loop.nanoTime());

    assertEquals(List.of("1 unavailable", "2 unavailable"), answers);
  }

  /** A simulated run had what its client sent meanwhile in the log before what failed behind it. */
  @Test
  void aPostThatIsStoredLateIsWaitedForAllTheSame() {
    post(ROOM, "1");
    post(ROOM, "2");
    loop.pass(PostLane.PATIENCE.plusMillis(1));
    lane.tick(loop.nanoTime());
    batchIsStored();
    bus.fail(Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer"));
    post(ROOM, "3");
    post(ROOM, "1");
    batchIsStored();

    assertEquals(List.of("1 unavailable", "2 unavailable", "3 unavailable", "1 stored"), answers);
  }

  /** A simulated run had the second post's repeat waited for, and so in the log first. */
  @Test
  void whatIsUnderWayBehindALatePostOfItsRoomIsLateToo() {
    post(OTHER, "0");
    post(ROOM, "1");
    loop.pass(Duration.ofMillis(100));
    post(ROOM, "2");
    batchIsStored();
    loop.pass(PostLane.PATIENCE.minusMillis(50));
    lane.tick(loop.nanoTime());
    assertEquals(List.of("0 stored", "1 unavailable", "2 unavailable"), answers);

    loop.pass(Duration.ofMillis(100));
    post(ROOM, "1");
    lane.tick(loop.nanoTime());
    assertEquals(3, answers.size(), "the repeat has its own time");
  }

  @Test
  void aLateFailureLeavesTheRepeatAlone() {
    post(ROOM, "1");
    loop.pass(PostLane.PATIENCE.plusMillis(1));
    lane.tick(loop.nanoTime());
    post(ROOM, "1");
    batchGetsNoAnswer();
    batchIsStored();

    assertEquals(List.of("1 unavailable", "1 stored"), answers);
  }
}
