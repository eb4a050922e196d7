package chat.tertulia.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.loop.Loop;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadCheckTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new VertxBus(vertx);

  @AfterEach
  void close() {
    Launcher.await(vertx.close());
  }

  @Test
  void anAnswerThatWasCutIsAskedOnAtOnce() throws InterruptedException {
    BlockingQueue<Optional<String>> asked = new LinkedBlockingQueue<>();
    Launcher.await(
        bus.serve(
            Switchboard.HEADS,
            call -> {
              String cursor = call.body().cursor();
              asked.add(Optional.ofNullable(cursor));
              boolean more = cursor == null || cursor.equals("c");
              String next = cursor == null ? "c" : cursor + "c";
              var heads = new Log.Heads(next, "e", Map.of(), more ? true : null);
              return Future.succeededFuture(Answer.of(heads));
            }));

    new HeadCheck(new NoTimers(), bus, new Loops(1, 1)).start();

    assertEquals(Optional.empty(), asked.poll(5, TimeUnit.SECONDS));
    assertEquals(Optional.of("c"), asked.poll(5, TimeUnit.SECONDS));
    assertEquals(Optional.of("cc"), asked.poll(5, TimeUnit.SECONDS));
    assertNull(asked.poll(), "the last answer was whole");
  }

  /** A loop whose timers never run. */
  private static final class NoTimers implements Loop {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void after(long millis, Runnable task) {}

    @Override
    public void every(long millis, Runnable task) {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }
  }
}
