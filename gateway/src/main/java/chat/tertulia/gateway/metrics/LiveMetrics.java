package chat.tertulia.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the live path counts: how many, how full, how wrong. Never by room, user or path, so that
 * the number of time series stays the same whatever people do. Any thread.
 */
public final class LiveMetrics {
  private final MeterRegistry registry;
  private final Counter heard;
  private final Counter told;
  private final Counter holes;
  private final Counter lagged;
  private final Counter ahead;
  private final Timer delivery;

  public LiveMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.heard = counter("tertulia.entries.heard", "entries that came by the bus");
    this.told = counter("tertulia.frames.told", "room frames encoded for listeners");
    this.holes =
        counter("tertulia.holes.filled", "times a room's log was asked for what was missing");
    this.ahead =
        counter("tertulia.heads.ahead", "rooms whose numbers the head check brought, not the bus");
    this.delivery =
        Timer.builder("tertulia.delivery")
            .description("from the frame of a post to its room's listeners, bus and commit between")
            .serviceLevelObjectives(DELIVERY_STEPS)
            .register(registry);
    this.lagged =
        counter("tertulia.sockets.lagged", "live streams dropped because nobody read them");
  }

  private static final Duration[] DELIVERY_STEPS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Watches the size of something that one loop owns; it may be a moment old. */
  public <T> void watch(String name, String description, int loop, T of, ToDoubleFunction<T> size) {
    Gauge.builder(name, of, size)
        .description(description)
        .tag("loop", Integer.toString(loop))
        .register(registry);
  }

  /** Counts what something counts by itself. */
  public <T> void count(String name, String description, T of, ToDoubleFunction<T> total) {
    FunctionCounter.builder(name, of, total).description(description).register(registry);
  }

  /** Entries came by the bus. */
  public void heard(int entries) {
    heard.increment(entries);
  }

  /** A frame was handed to a room's listeners. */
  public void told() {
    told.increment();
  }

  /** A hole was filled from the log. */
  public void holeFilled() {
    holes.increment();
  }

  /** The database had numbers that the bus had not brought yet. */
  public void headAhead() {
    ahead.increment();
  }

  /** From the frame of a post to its room's listeners here, in nanoseconds. */
  public void delivered(long nanos) {
    delivery.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A socket was too slow for a room. */
  public void lagged() {
    lagged.increment();
  }
}
