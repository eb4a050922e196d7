package chat.tertulia.e2e.simulation;

import chat.tertulia.history.domain.Outcome;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.loop.Loop;
import java.util.List;
import java.util.function.Consumer;

/** What room-service does to memberships: one transaction with its entry, then word of it. */
final class RoomNode {
  private final World world;
  private final Machine machine;
  private final SimulatedBus bus;
  private final Loop loop;

  RoomNode(World world) {
    this.world = world;
    this.machine = new Machine(world.scheduler(), "rooms");
    this.loop = machine.loop();
    this.bus = new SimulatedBus(world.network(), machine, loop);
  }

  /**
   * Lets somebody in or removes them, and then tells; or tells nobody, as after a crash.
   *
   * @param afterwards whether it is known to have happened
   */
  void change(RoomId room, UserId user, boolean joins, Consumer<Boolean> afterwards) {
    world
        .store()
        .change(
            room,
            user,
            joins,
            (outcomes, failed) -> {
              boolean done = failed == null && outcomes.getFirst().verdict() == Outcome.Verdict.OK;
              if (done) {
                loop.execute(() -> tell(room, outcomes.getFirst().seq()));
              }
              afterwards.accept(done);
            });
  }

  private void tell(RoomId room, long seq) {
    List<Store.Row> rows = world.store().rows(room);
    // Announced before its commit, it may not be there at all.
    if (rows.size() >= seq && !world.scheduler().chance(0.2)) {
      LogEntry entry = rows.get((int) seq - 1).entry();
      bus.publish(new EntryBatch(List.of(entry)), World.SHARDS);
    }
  }
}
