package chat.tertulia.shared.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearbyTest {
  private static final long NOW = 5_000_000_000L;
  private static final Log.Heads HEADS = new Log.Heads("c", "e", Map.of());

  private final Vertx vertx = Vertx.vertx();
  private final Nearby nearby = Nearby.of(vertx);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Nearby.Desk desk() {
    return new Nearby.Desk(
        vertx.getOrCreateContext(), (caller, origin, request) -> Future.succeededFuture(request));
  }

  @Test
  void knowsWhatEveryVerticleOfTheProcessServes() {
    Nearby.Desk desk = desk();
    Nearby.of(vertx).add("op.a", desk);

    assertSame(desk, nearby.find("op.a", NOW));
    assertNull(nearby.find("op.b", NOW));
  }

  @Test
  void asksThoseWhoAnswerInTurn() {
    Nearby.Desk one = desk();
    Nearby.Desk two = desk();
    nearby.add("op.a", one);
    nearby.add("op.a", two);

    assertSame(one, nearby.find("op.a", NOW));
    assertSame(two, nearby.find("op.a", NOW));
    assertSame(one, nearby.find("op.a", NOW));
  }

  @Test
  void asksElsewhereForAWhileAfterNoAnswerCame() {
    nearby.add("op.a", desk());

    nearby.avoid("op.a", NOW);

    assertNull(nearby.find("op.a", NOW + Nearby.AVOIDED_FOR.toNanos()));
    assertFalse(nearby.find("op.a", NOW + Nearby.AVOIDED_FOR.toNanos() + 1) == null);
  }

  @Test
  void forgetsWhatNobodyServesAnyMore() {
    Nearby.Desk desk = desk();
    nearby.add("op.a", desk);
    nearby.remove("op.a", desk);

    assertNull(nearby.find("op.a", NOW));
  }

  /** Answers what the heads are, when it is let. */
  private static final class Heads extends VerticleBase {
    private final Future<Log.Heads> heads;

    Heads(Future<Log.Heads> heads) {
      this.heads = heads;
    }

    @Override
    public Future<?> start() {
      return new VertxBus(vertx).serve(Switchboard.HEADS, call -> heads.map(Answer::of));
    }
  }

  private Future<Log.Heads> ask() {
    return new VertxBus(vertx).call(Switchboard.HEADS, new Log.HeadsSince(null));
  }

  @Test
  void handsAnAnswerOverAsItIsAndOnTheLoopThatAsked() throws InterruptedException {
    Launcher.await(vertx.deployVerticle(new Heads(Future.succeededFuture(HEADS))));
    Context mine = vertx.getOrCreateContext();
    var answers = new LinkedBlockingQueue<Log.Heads>();
    var contexts = new LinkedBlockingQueue<Context>();

    mine.runOnContext(
        now ->
            ask()
                .onSuccess(
                    heads -> {
                      contexts.add(Vertx.currentContext());
                      answers.add(heads);
                    }));

    assertSame(HEADS, answers.poll(5, TimeUnit.SECONDS));
    assertSame(mine, contexts.poll());
  }

  @Test
  void aBugIsToldAsOneAndNotWhatItWas() {
    Launcher.await(
        vertx.deployVerticle(new Heads(Future.failedFuture(new IllegalStateException("secret")))));

    var problem = assertThrows(Problem.class, () -> Launcher.await(ask()));

    assertEquals(ErrorCode.INTERNAL, problem.code());
    assertFalse(problem.getMessage().contains("secret"));
  }

  @Test
  void anAnswerThatDoesNotComeInTimeEndsTheRequestAndTheNextIsNotAskedHere() {
    // A service answers that it was too slow before that; this one's loop says nothing at all.
    Promise<Parcel> never = Promise.promise();
    var silent =
        new Nearby.Desk(vertx.getOrCreateContext(), (caller, origin, asked) -> never.future());
    nearby.add(Switchboard.HEADS.address(), silent);

    var problem = assertThrows(Problem.class, () -> Launcher.await(ask()));

    assertEquals(ErrorCode.UNAVAILABLE, problem.code());
    assertNull(nearby.find(Switchboard.HEADS.address(), System.nanoTime()));
  }

  @Test
  void whoHasGoneIsNotAsked() {
    String id = Launcher.await(vertx.deployVerticle(new Heads(Future.succeededFuture(HEADS))));
    Launcher.await(vertx.undeploy(id));

    var problem = assertThrows(Problem.class, () -> Launcher.await(ask()));

    assertEquals(ErrorCode.UNAVAILABLE, problem.code());
  }

  @Test
  void entriesOfAShardAreHeardUntilTheSubscriptionEnds() throws InterruptedException {
    var room = new RoomId("r1");
    int shards = 16;
    var batch = new EntryBatch(List.of(new LogEntry(room, 1, "message", null, null, "{}")));
    var heard = new LinkedBlockingQueue<EntryBatch>();
    var bus = new VertxBus(vertx);
    Bus.Subscription ended = bus.hearShard(EntryBatch.shardOf(room, shards), b -> heard.add(batch));
    Bus.Subscription other =
        bus.hearShard((EntryBatch.shardOf(room, shards) + 1) % shards, heard::add);
    Launcher.await(ended.ready());
    Launcher.await(other.ready());

    new VertxBus(vertx).publish(batch, shards);
    assertEquals(batch, heard.poll(5, TimeUnit.SECONDS));

    Launcher.await(ended.close());
    var last = new LinkedBlockingQueue<EntryBatch>();
    bus.hearShard(EntryBatch.shardOf(room, shards), last::add);
    bus.publish(batch, shards);
    assertEquals(batch, last.poll(5, TimeUnit.SECONDS));
    assertTrue(heard.isEmpty());
  }
}
