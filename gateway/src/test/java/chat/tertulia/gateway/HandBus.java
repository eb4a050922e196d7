package chat.tertulia.gateway;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A bus whose requests a test answers itself, one by one. */
public final class HandBus implements Bus {
  private record Asked(Object request, Promise<Object> answer) {}

  private final ArrayDeque<Asked> asked = new ArrayDeque<>();
  private final List<Consumer<EntryBatch>> hearing = new ArrayList<>();
  private int registrations;

  /** How many requests wait for their answer. */
  public int waiting() {
    return asked.size();
  }

  /** How often a shard was registered. */
  public int registrations() {
    return registrations;
  }

  /** Brings entries to whoever listens, to any shard. */
  public void bring(EntryBatch batch) {
    List.copyOf(hearing).forEach(each -> each.accept(batch));
  }

  /** How many listen. */
  public int listeners() {
    return hearing.size();
  }

  /** What was asked and not answered first. */
  public Object oldest() {
    return asked.element().request();
  }

  /** Answers the oldest request. */
  public void answer(Object answer) {
    asked.remove().answer().complete(answer);
  }

  /** Lets the oldest request fail. */
  public void fail(Throwable failure) {
    asked.remove().answer().fail(failure);
  }

  @Override
  public <Q, R> Future<R> call(
      Operation<Q, R> operation, Caller caller, Call.Origin origin, Q request) {
    Promise<Object> answer = Promise.promise();
    asked.add(new Asked(request, answer));
    return answer.future().map(operation.response()::cast);
  }

  @Override
  public Future<Buffer> relay(
      Operation<?, ?> operation, Caller caller, Call.Origin origin, Buffer request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Serves<Q, R> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> void publish(Topic<T> topic, T fact) {}

  @Override
  public <T> Future<Void> subscribe(Topic<T> topic, Consumer<T> handler) {
    return Future.succeededFuture();
  }

  @Override
  public void publish(EntryBatch batch, int shards) {}

  @Override
  public Subscription hearShard(int shard, Consumer<EntryBatch> handler) {
    registrations++;
    hearing.add(handler);
    return new Subscription() {
      @Override
      public Future<Void> ready() {
        return Future.succeededFuture();
      }

      @Override
      public Future<Void> close() {
        hearing.remove(handler);
        return Future.succeededFuture();
      }
    };
  }
}
