package chat.tertulia.history.domain;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.IntSupplier;

/** How much is appended, how long a commit takes, how full the queue is. */
public final class AppendMeter {
  private final MeterRegistry registry;
  private final Timer commits;
  private final DistributionSummary sizes;
  private final Counter refused;

  public AppendMeter(MeterRegistry registry) {
    this.registry = registry;
    this.commits =
        Timer.builder("tertulia.append.commit")
            .description("one batch, from the call to its commit")
            .publishPercentileHistogram()
            .register(registry);
    this.sizes =
        DistributionSummary.builder("tertulia.append.batch")
            .description("entries committed together")
            .register(registry);
    this.refused =
        Counter.builder("tertulia.append.refused")
            .description("sends refused because the queue was full")
            .register(registry);
  }

  /** Starts a batch; run the answer when it has ended. */
  Runnable batch(int size) {
    sizes.record(size);
    Timer.Sample begun = Timer.start(registry);
    return () -> begun.stop(commits);
  }

  void refused() {
    refused.increment();
  }

  void watchWaiting(IntSupplier waiting) {
    Gauge.builder("tertulia.append.waiting", waiting, IntSupplier::getAsInt)
        .description("sends without an outcome")
        .strongReference(true)
        .register(registry);
  }
}
