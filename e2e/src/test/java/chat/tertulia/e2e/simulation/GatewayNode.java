package chat.tertulia.e2e.simulation;

import chat.tertulia.gateway.LiveLoop;
import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.room.HeadCheck;
import chat.tertulia.gateway.room.Loops;
import chat.tertulia.gateway.room.Sequencer;
import chat.tertulia.gateway.socket.SocketCounts;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.loop.Loop;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A gateway: its real live path, wired by the gateway itself, on loops of the simulation. */
final class GatewayNode {
  private static final GatewaySettings SETTINGS = Settings.of(Map.of()).read(GatewaySettings.class);

  private final World world;
  private final Machine machine;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Loop> loops = new ArrayList<>();
  private final List<LiveLoop> live = new ArrayList<>();

  GatewayNode(World world, String name, int count) {
    this.world = world;
    this.machine = new Machine(world.scheduler(), name);
    Loop main = machine.loop();
    main.execute(() -> start(main, count));
  }

  private void start(Loop main, int count) {
    var shares = new Loops(count, World.SHARDS);
    var heads = new HeadCheck(main, new SimulatedBus(world.network(), machine, main), shares);
    boolean ordered = world.sabotage() != Sabotage.KEEPS_NO_ORDER;
    var shared =
        new LiveLoop.Shared(
            SETTINGS,
            shares,
            new SocketCounts(SETTINGS),
            heads,
            new NoPresence(),
            new LiveMetrics(meters),
            ordered ? Sequencer::new : Hasty::new,
            () -> main.execute(heads::check));
    for (int i = 0; i < count; i++) {
      int index = i;
      Loop loop = machine.loop();
      loop.execute(
          () -> {
            var bus = new SimulatedBus(world.network(), machine, loop);
            live.add(new LiveLoop(index, loop, bus, token -> verify(loop, token), shared));
            loops.add(loop);
          });
    }
    heads.start();
  }

  private Future<Caller> verify(Loop loop, String token) {
    var caller =
        new Caller(new UserId(token), new SessionId("s-" + token), token, "user", Instant.MAX);
    if (world.scheduler().chance(0.5)) {
      return Future.succeededFuture(caller);
    }
    Promise<Caller> promise = Promise.promise();
    loop.after(1 + world.scheduler().random().nextInt(20), () -> promise.complete(caller));
    return promise.future();
  }

  Machine machine() {
    return machine;
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  /** Whether sockets are accepted. */
  boolean isListening() {
    return machine.isAlive() && !live.isEmpty();
  }

  /** Hands a new socket to one of the loops. */
  void accept(Consumer<Place> arrival) {
    int index = world.scheduler().random().nextInt(live.size());
    Loop loop = loops.get(index);
    loop.execute(() -> arrival.accept(new Place(machine, loop, live.get(index))));
  }

  /** Where a socket came to. */
  record Place(Machine machine, Loop loop, LiveLoop live) {}

  /** Passes on whatever is newer than the last, holes and all. */
  private static final class Hasty extends Sequencer {
    @Override
    public Step accept(LogEntry entry) {
      if (hasPosition() && entry.seq() > last()) {
        start(entry.seq());
        return new Step.Deliver(List.of(entry));
      }
      return super.accept(entry);
    }
  }

  /** Presence is not simulated. */
  private static final class NoPresence implements Presence {
    @Override
    public void connected(UserId user, Watcher socket) {}

    @Override
    public void disconnected(UserId user, Watcher socket) {}

    @Override
    public void watch(Watcher watcher, Caller caller, ObjectNode body, Consumer<String> answer) {}

    @Override
    public void set(UserId user, Watcher socket, ObjectNode body) {}

    @Override
    public Future<String> states(Caller caller, List<UserId> users) {
      return Future.succeededFuture("{}");
    }
  }
}
