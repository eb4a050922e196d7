package chat.tertulia.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

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

  public LiveMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.heard = counter("tertulia.entries.heard", "entries that came by the bus");
    this.told = counter("tertulia.frames.told", "room frames encoded for listeners");
    this.holes =
        counter("tertulia.holes.filled", "times a room's log was asked for what was missing");
    this.lagged =
        counter("tertulia.sockets.lagged", "live streams dropped because nobody read them");
  }

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

  /** A socket was too slow for a room. */
  public void lagged() {
    lagged.increment();
  }
}
