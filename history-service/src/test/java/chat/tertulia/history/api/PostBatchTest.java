package chat.tertulia.history.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import chat.tertulia.history.domain.Announcer;
import chat.tertulia.history.domain.AppendMeter;
import chat.tertulia.history.domain.AppendQueue;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.history.domain.Posting;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway's batch when the queue has no room for all of it. */
class PostBatchTest {
  private static final RoomId ROOM = new RoomId("room");
  private static final int LONG = Messages.MAX_CONTENT_CHARS;

  private final Map<Operation<?, ?>, Bus.Serves<?, ?>> served = new HashMap<>();

  private final class Bound implements OperationBinder {
    @Override
    public <Q, R> OperationBinder on(Operation<Q, R> operation, Bus.Serves<Q, R> handler) {
      served.put(operation, handler);
      return this;
    }
  }

  private static final class Silent implements Announcer {
    @Override
    public void appended(List<LogEntry> entries) {}

    @Override
    public void moved(UserId user, RoomId room, Messages.ReadMark mark) {}
  }

  private static Log.PostBy post(String person, String id, int chars) {
    return post(ROOM, person, id, chars);
  }

  private static Log.PostBy post(RoomId room, String person, String id, int chars) {
    return new Log.PostBy(
        new Person(new UserId(person), person),
        new Messages.Post(room, new ClientId(id), "x".repeat(chars), null, null));
  }

  /** A short message found room where the long one before it did not, and was stored first. */
  @Test
  void whatFollowsARefusedPostOfItsSenderIsRefusedToo() {
    var tasks = new ArrayList<Runnable>();
    var queue =
        new AppendQueue(
            drafts -> Future.succeededFuture(drafts.stream().map(d -> stored()).toList()),
            new Silent(),
            new AppendMeter(new SimpleMeterRegistry()),
            10_000,
            10_000,
            tasks::add);
    while (queue.append(filler()).cause() == null) {
      // Until no long message fits any more.
    }
    var batch =
        new Log.PostBatch(
            List.of(post("ann", "1", LONG), post("ann", "2", 1), post("bob", "3", 1)));
    Future<Answer<Log.PostVerdicts>> answer = ask(queue, batch);
    tasks.forEach(Runnable::run);

    List<Log.PostVerdict> verdicts = answer.result().body().verdicts();
    assertEquals("overloaded", verdicts.get(0).problem().path("code").asText());
    assertEquals("overloaded", verdicts.get(1).problem().path("code").asText());
    assertEquals(1L, verdicts.get(2).seq());
  }

  /** One bug took the answers of all sockets whose posts were in the same batch. */
  @Test
  void aPostThatFailsForNoKnownReasonFailsAlone() {
    var tasks = new ArrayList<Runnable>();
    var queue =
        new AppendQueue(
            drafts -> Future.succeededFuture(List.of(stored())),
            new Silent(),
            new AppendMeter(new SimpleMeterRegistry()),
            10,
            10,
            task -> {
              if (tasks.isEmpty()) {
                tasks.add(() -> {});
                throw new IllegalStateException("of the test");
              }
              tasks.add(task);
            });
    // Two rooms whose posts do not wait for each other.
    RoomId other = new RoomId("room" + 1);
    assertNotEquals(ROOM.hashCode() % AppendQueue.LANES, other.hashCode() % AppendQueue.LANES);
    var batch = new Log.PostBatch(List.of(post(ROOM, "ann", "1", 1), post(other, "bob", "2", 1)));
    Future<Answer<Log.PostVerdicts>> answer = ask(queue, batch);
    tasks.forEach(Runnable::run);

    List<Log.PostVerdict> verdicts = answer.result().body().verdicts();
    assertEquals("internal", verdicts.get(0).problem().path("code").asText());
    assertEquals(1L, verdicts.get(1).seq());
  }

  private static Outcome stored() {
    return new Outcome(Outcome.Verdict.OK, 1, Instant.EPOCH);
  }

  private Future<Answer<Log.PostVerdicts>> ask(AppendQueue queue, Log.PostBatch batch) {
    new HistoryApi(new Posting(queue), null, null).bind(new Bound());
    @SuppressWarnings("unchecked") // what serves POST_BATCH takes a batch
    var handler = (Bus.Serves<Log.PostBatch, Log.PostVerdicts>) served.get(Switchboard.POST_BATCH);
    return handler.handle(new Call<>(null, batch, Call.Origin.INTERNAL));
  }

  private static Draft filler() {
    return new Draft(
        new RoomId("filler"),
        new Person(new UserId("cleo"), "Cleo"),
        "message",
        null,
        "{\"content\":\"" + "x".repeat(LONG) + "\"}");
  }
}
