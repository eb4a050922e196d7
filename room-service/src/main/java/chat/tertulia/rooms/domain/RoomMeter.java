package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.LogEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** How many changes there are of each kind, and how many guesses were refused. */
public final class RoomMeter {
  private final MeterRegistry registry;
  private final Counter refusedTries;

  public RoomMeter(MeterRegistry registry) {
    this.registry = registry;
    this.refusedTries =
        Counter.builder("tertulia.rooms.tries.refused")
            .description("codes and passwords not even looked at, because of too many wrong ones")
            .register(registry);
  }

  /** Counts committed entries by what they say. */
  void committed(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      String change = entry.change() == null ? "room" : entry.change();
      registry.counter("tertulia.rooms.changes", "change", change).increment();
    }
  }

  /** Counts a try that was refused for too many wrong ones. */
  void refusedTry() {
    refusedTries.increment();
  }
}
