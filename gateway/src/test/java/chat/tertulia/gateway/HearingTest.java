package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a gateway gives up because the bus does not reach it. */
class HearingTest {
  private final List<String> told = new ArrayList<>();
  private Future<Boolean> turn = Future.succeededFuture(true);
  private int deafFor;
  private final Hearing hearing =
      new Hearing(
          null,
          () -> deafFor,
          () -> {
            told.add("asked");
            return turn;
          },
          () -> told.add("ended"));

  @Test
  void registeringAgainIsGivenItsTime() {
    deafFor = Hearing.GIVE_UP_AFTER - 1;
    hearing.look();

    assertEquals(List.of(), told);
    assertTrue(hearing.ready().succeeded());
  }

  @Test
  void whoStaysDeafBecomesUnreadyAndEndsOnce() {
    deafFor = Hearing.GIVE_UP_AFTER;
    hearing.look();
    hearing.look();

    assertEquals(List.of("asked", "ended"), told);
    assertTrue(hearing.ready().failed());
  }

  @Test
  void notWhileAnotherEndsNorWhenNobodyCanSay() {
    deafFor = Hearing.GIVE_UP_AFTER;
    turn = Future.succeededFuture(false);
    hearing.look();
    turn = Future.failedFuture("Redis is away");
    hearing.look();

    assertEquals(List.of("asked", "asked"), told);
    assertTrue(hearing.ready().succeeded());
  }
}
