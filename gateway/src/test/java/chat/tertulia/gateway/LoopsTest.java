package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopsTest {
  /**
   * Deployed one by one, two of them shared a thread whenever something else asked for a loop
   * between: half of the processors did nothing for the sockets.
   */
  @Test
  void everyLoopOfAGatewayHasAThreadOfItsOwn() throws InterruptedException {
    try (var gateway = new LiveGateway(Map.of("TERTULIA_LOOPS", "2"))) {
      var threads = ConcurrentHashMap.newKeySet();
      var told = new CountDownLatch(2);

      gateway
          .loops()
          .onEach(
              share -> {
                threads.add(Thread.currentThread());
                told.countDown();
              });

      told.await(5, TimeUnit.SECONDS);
      assertEquals(2, threads.size());
    }
  }
}
