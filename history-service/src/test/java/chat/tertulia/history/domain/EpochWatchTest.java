package chat.tertulia.history.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class EpochWatchTest {
  private Future<String> source = Future.succeededFuture("first");
  private int asked;
  private final EpochWatch epochs =
      new EpochWatch(
          () -> {
            asked++;
            return source;
          });

  @Test
  void isReadOnceWhileTheDatabaseStays() {
    assertEquals("first", epochs.current().result());
    assertEquals("first", epochs.current().result());
    assertEquals(1, asked);
  }

  @Test
  void isReadAgainBeforeTheNextAnswerAfterTheDatabaseWasAway() {
    epochs.refresh();
    epochs.doubt();
    source = Future.failedFuture("still away");
    assertTrue(epochs.current().failed());

    source = Future.succeededFuture("second");
    assertEquals("second", epochs.current().result());
  }

  @Test
  void aRefreshThatFindsAnotherIsBelieved() {
    epochs.refresh();
    source = Future.succeededFuture("second");
    epochs.refresh();

    assertEquals("second", epochs.current().result());
  }
}
