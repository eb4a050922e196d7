package chat.tertulia.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class FairShareTest {
  private final FairShare share = new FairShare(2);

  @Test
  void oneAddressCannotTakeEverything() {
    Promise<String> first = Promise.promise();
    Promise<String> second = Promise.promise();
    share.within("10.0.0.1", first::future);
    share.within("10.0.0.1", second::future);

    Future<String> third = share.within("10.0.0.1", () -> Future.succeededFuture("third"));
    Future<String> other = share.within("10.0.0.2", () -> Future.succeededFuture("other"));

    assertTrue(third.failed());
    assertTrue(other.succeeded());
    first.complete("done");
    second.fail("broken");
    assertFalse(share.within("10.0.0.1", () -> Future.succeededFuture("again")).failed());
    assertEquals(0, share.addresses());
  }
}
