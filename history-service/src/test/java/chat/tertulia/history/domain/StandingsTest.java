package chat.tertulia.history.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.domain.RoomLog.Asker;
import chat.tertulia.history.domain.RoomLog.Slice;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final RoomId LOBBY = new RoomId("lobby");

  private final SlowLog log = new SlowLog();
  private final Standings standings = new Standings(log);

  /** Answers when the test says so: a reader's head is the number in their name, 0 is nobody. */
  private static final class SlowLog implements RoomLog {
    private final List<List<Asker>> statements = new ArrayList<>();
    private final List<Promise<List<Optional<Slice>>>> answers = new ArrayList<>();

    @Override
    public Future<List<Optional<Slice>>> standings(List<Asker> askers) {
      statements.add(askers);
      answers.add(Promise.promise());
      return answers.getLast().future();
    }

    void answer(int statement) {
      answers
          .get(statement)
          .complete(statements.get(statement).stream().map(SlowLog::standing).toList());
    }

    private static Optional<Slice> standing(Asker asker) {
      long head = Long.parseLong(asker.reader().value().substring(1));
      return head == 0 ? Optional.empty() : Optional.of(new Slice(head, List.of()));
    }

    @Override
    public Future<Optional<Slice>> read(RoomId room, UserId reader, long after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Changed> changedSince(String cursor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<String> epoch() {
      throw new UnsupportedOperationException();
    }
  }

  private Future<Optional<Slice>> ask(int number) {
    return standings.of(LOBBY, new UserId("u" + number));
  }

  private static long head(Future<Optional<Slice>> answer) {
    return answer.result().orElseThrow().head();
  }

  @Test
  void oneAloneIsAskedAtOnce() {
    var answer = ask(7);

    assertEquals(1, log.statements.size());
    log.answer(0);
    assertEquals(7, head(answer));
  }

  @Test
  void whatIsAskedMeanwhileIsOneStatementAndEverybodyGetsTheirOwnAnswer() {
    ask(1);
    var second = ask(2);
    var stranger = ask(0);
    var third = ask(3);

    log.answer(0);

    assertEquals(2, log.statements.size());
    assertEquals(3, log.statements.get(1).size());
    assertFalse(second.isComplete());
    log.answer(1);
    assertEquals(2, head(second));
    assertTrue(stranger.result().isEmpty());
    assertEquals(3, head(third));
  }

  @Test
  void aStatementHoldsOnlySoMany() {
    ask(1);
    for (int i = 0; i <= Standings.MAX_AT_ONCE; i++) {
      ask(2);
    }

    log.answer(0);
    log.answer(1);

    assertEquals(Standings.MAX_AT_ONCE, log.statements.get(1).size());
    assertEquals(1, log.statements.get(2).size());
  }

  @Test
  void aStatementThatFailsFailsThoseInItOnly() {
    var failed = ask(1);
    var next = ask(2);

    log.answers.getFirst().fail(Problem.of(ErrorCode.UNAVAILABLE, "away"));
    log.answer(1);

    assertTrue(failed.failed());
    assertEquals(2, head(next));
  }

  @Test
  void onlySoManyWait() {
    ask(1);
    for (int i = 0; i < Standings.MAX_WAITING; i++) {
      ask(2);
    }

    var tooMany = ask(3);

    assertEquals(ErrorCode.OVERLOADED, ((Problem) tooMany.cause()).code());
  }
}
