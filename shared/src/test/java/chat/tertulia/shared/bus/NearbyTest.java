package chat.tertulia.shared.bus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearbyTest {
  private static final long NOW = 5_000_000_000L;

  private final Vertx vertx = Vertx.vertx();
  private final Nearby nearby = new Nearby(vertx);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void knowsWhatEveryVerticleOfTheProcessServes() {
    new Nearby(vertx).add("op.a");

    assertTrue(nearby.answers("op.a", NOW));
    assertFalse(nearby.answers("op.b", NOW));
  }

  @Test
  void asksElsewhereForAWhileAfterNoAnswerCame() {
    nearby.add("op.a");

    nearby.avoid("op.a", NOW);

    assertFalse(nearby.answers("op.a", NOW + Nearby.AVOIDED_FOR.toNanos()));
    assertTrue(nearby.answers("op.a", NOW + Nearby.AVOIDED_FOR.toNanos() + 1));
  }

  @Test
  void forgetsWhatNobodyServesAnyMore() {
    nearby.add("op.a");
    nearby.remove("op.a");

    nearby.avoid("op.a", NOW);

    assertFalse(nearby.answers("op.a", NOW + 2 * Nearby.AVOIDED_FOR.toNanos()));
  }
}
