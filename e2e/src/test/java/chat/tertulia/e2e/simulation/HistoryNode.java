package chat.tertulia.e2e.simulation;

import chat.tertulia.history.BusAnnouncer;
import chat.tertulia.history.api.HistoryApi;
import chat.tertulia.history.domain.AppendMeter;
import chat.tertulia.history.domain.AppendQueue;
import chat.tertulia.history.domain.EpochWatch;
import chat.tertulia.history.domain.Posting;
import chat.tertulia.history.domain.ReadMarks;
import chat.tertulia.history.domain.Reading;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.OperationBinder;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.loop.Loop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;

/** A history-service: its real domain and API over the simulated bus and store. */
final class HistoryNode {
  /** What gateways ask; the rest needs parts that are not simulated. */
  private static final Set<Operation<?, ?>> SERVED =
      Set.of(Switchboard.POST_BATCH, Switchboard.READ_LOG, Switchboard.HEADS);

  /** Drafts in one transaction: few, so that a batch of a gateway needs several. */
  private static final int MAX_BATCH = 5;

  /** Drafts waiting at most: few, so that some are refused. */
  private static final int MAX_WAITING = 60;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Machine machine;

  HistoryNode(World world, String name) {
    this.machine = new Machine(world.scheduler(), name);
    Loop loop = machine.loop();
    var bus = new SimulatedBus(world.network(), machine, loop);
    loop.execute(() -> start(world, loop, bus));
  }

  private void start(World world, Loop loop, Bus bus) {
    var store = new StoreClient(world.scheduler(), world.store(), loop, world.sabotage());
    var announcer = new BusAnnouncer(bus, World.SHARDS);
    var epochs = new EpochWatch(store::epoch);
    var queue =
        new AppendQueue(store, announcer, new AppendMeter(meters), MAX_BATCH, MAX_WAITING, loop);
    new HistoryApi(
            new Posting(queue), new Reading(store, null, epochs), new ReadMarks(null, announcer))
        .bind(new Served(bus));
    loop.every(EpochWatch.EVERY_MS, epochs::refresh);
  }

  private record Served(Bus bus) implements OperationBinder {
    @Override
    public <Q, R> OperationBinder on(Operation<Q, R> operation, Bus.Serves<Q, R> handler) {
      if (SERVED.contains(operation)) {
        bus.serve(operation, handler);
      }
      return this;
    }
  }

  Machine machine() {
    return machine;
  }

  SimpleMeterRegistry meters() {
    return meters;
  }
}
