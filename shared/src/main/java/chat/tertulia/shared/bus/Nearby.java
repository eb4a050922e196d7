package chat.tertulia.shared.bus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.time.Duration;

/**
 * Which addresses this process answers itself. A request that can be answered here need not cross
 * the network; one that was not answered here in time is tried elsewhere for a while.
 */
final class Nearby {
  /** How long other nodes are asked after an answer from here did not come. */
  static final Duration AVOIDED_FOR = Duration.ofSeconds(10);

  private static final long ALWAYS = Long.MIN_VALUE;

  private final LocalMap<String, Long> avoidedUntil;

  Nearby(Vertx vertx) {
    this.avoidedUntil = vertx.sharedData().getLocalMap("tertulia.nearby");
  }

  void add(String address) {
    avoidedUntil.put(address, ALWAYS);
  }

  /** Nobody answers here any more. */
  void remove(String address) {
    avoidedUntil.remove(address);
  }

  void avoid(String address, long nowNanos) {
    avoidedUntil.computeIfPresent(address, (a, until) -> nowNanos + AVOIDED_FOR.toNanos());
  }

  boolean answers(String address, long nowNanos) {
    Long until = avoidedUntil.get(address);
    return until != null && (until == ALWAYS || nowNanos - until > 0);
  }
}
