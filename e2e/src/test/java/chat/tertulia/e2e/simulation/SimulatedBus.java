package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MICROS;
import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The bus as one loop of one machine has it, over a network that a simulation breaks. */
final class SimulatedBus implements Bus {
  private final Network network;
  private final Machine machine;
  private final Loop loop;

  SimulatedBus(Network network, Machine machine, Loop loop) {
    this.network = network;
    this.machine = machine;
    this.loop = loop;
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Serves<Q, R> handler) {
    network.serve(operation.address(), new Network.Server(machine, loop, handler));
    return Future.succeededFuture();
  }

  @Override
  @SuppressWarnings("unchecked") // whoever serves an operation's address takes its request
  public <Q, R> Future<R> call(
      Operation<Q, R> operation, Caller caller, Call.Origin origin, Q request) {
    Promise<R> promise = Promise.promise();
    Network.Server server = network.serverOf(operation.address());
    if (server == null) {
      loop.after(1, () -> promise.tryFail(unavailable("the service is not running")));
      return promise.future();
    }
    loop.after(
        REQUEST_TIMEOUT.toMillis(),
        () -> promise.tryFail(unavailable("the service did not answer")));
    network.scheduler().note(() -> machine + " asks " + server.machine() + " " + request);
    var handler = (Serves<Q, R>) server.handler();
    network.carry(
        machine,
        server.machine(),
        server.loop(),
        () ->
            handle(handler, new Call<>(caller, request, origin))
                .onComplete(
                    answer ->
                        network.carry(
                            server.machine(),
                            machine,
                            loop,
                            () -> {
                              network
                                  .scheduler()
                                  .note(
                                      () ->
                                          server.machine() + " answers " + machine + " " + answer);
                              if (answer.succeeded()) {
                                promise.tryComplete(answer.result().body());
                              } else {
                                promise.tryFail(crossed(answer.cause()));
                              }
                            })));
    return promise.future();
  }

  private static <Q, R> Future<Answer<R>> handle(Serves<Q, R> handler, Call<Q> call) {
    try {
      return handler.handle(call);
    } catch (Problem e) {
      return Future.failedFuture(e);
    }
  }

  private static Problem crossed(Throwable failed) {
    if (failed instanceof Problem problem) {
      return Problem.fromJson(problem.toJson());
    }
    throw new AssertionError("a service failed with what is no problem", failed);
  }

  private static Problem unavailable(String why) {
    return Problem.of(ErrorCode.UNAVAILABLE, why);
  }

  @Override
  public Future<Buffer> relay(
      Operation<?, ?> operation, Caller caller, Call.Origin origin, Buffer request) {
    return relayed(operation, caller, origin, request);
  }

  private <Q, R> Future<Buffer> relayed(
      Operation<Q, R> operation, Caller caller, Call.Origin origin, Buffer request) {
    return call(operation, caller, origin, Json.read(request, operation.request()))
        .map(Json::bytes);
  }

  @Override
  public <T> void publish(Topic<T> topic, T fact) {}

  @Override
  public <T> Future<Void> subscribe(Topic<T> topic, Consumer<T> handler) {
    return Future.succeededFuture();
  }

  @Override
  public void publish(EntryBatch batch, int shards) {
    var byShard = new TreeMap<Integer, List<LogEntry>>();
    for (LogEntry entry : batch.entries()) {
      int shard = EntryBatch.shardOf(entry.room(), shards);
      byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(entry);
    }
    byShard.forEach(
        (shard, entries) -> {
          var part = new EntryBatch(entries);
          for (Network.Ear ear : network.earsOf(shard)) {
            network.carry(machine, ear.machine(), ear.loop(), () -> ear.handler().accept(part));
          }
        });
  }

  @Override
  public Subscription hearShard(int shard, Consumer<EntryBatch> handler) {
    Scheduler scheduler = network.scheduler();
    long readyAfter = scheduler.between(200 * MICROS, 20 * MILLIS);
    // A registration that is complete here need not be known to publishers elsewhere.
    long knownAt = scheduler.now() + readyAfter + scheduler.between(0, 50 * MILLIS);
    var ear = new Network.Ear(machine, loop, handler, knownAt);
    network.hear(shard, ear);
    Promise<Void> ready = Promise.promise();
    scheduler.after(readyAfter, () -> loop.execute(ready::complete));
    return new Subscription() {
      @Override
      public Future<Void> ready() {
        return ready.future();
      }

      @Override
      public Future<Void> close() {
        network.unhear(shard, ear);
        return Future.succeededFuture();
      }
    };
  }
}
