package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How processes ask and tell each other.
 *
 * <p>Requests and answers are JSON bytes. Nothing here is durable and everything is at most once:
 * what is told may be lost, come late or out of order, and a request that got no answer in time
 * ends as {@code unavailable}, whether or not it was carried out. Only the caller knows whether to
 * repeat it. Handlers and answers run on the loop that asked for them.
 */
public interface Bus {
  /** How long a request waits for its answer; longer than a service may take to make one. */
  Duration REQUEST_TIMEOUT = Duration.ofMillis(2_800);

  /** What answers an operation, whether it came by REST or bus. */
  @FunctionalInterface
  interface Serves<Q, R> {
    Future<Answer<R>> handle(Call<Q> call);
  }

  /** Something heard that can end before its verticle does. */
  interface Subscription {
    /** Completes when the cluster knows; other nodes may see it a few milliseconds later. */
    Future<Void> ready();

    Future<Void> close();
  }

  /** Answers an operation. */
  <Q, R> Future<Void> serve(Operation<Q, R> operation, Serves<Q, R> handler);

  /**
   * Asks that no more requests come here from other processes; what still comes is answered.
   * Completes when the others have been told.
   */
  default Future<Void> withdraw() {
    return Future.succeededFuture();
  }

  /** How often {@link #reassure} is to be called, in milliseconds. */
  long REASSURE_MS = 10_000;

  /**
   * Compares what should be heard here with what the others know, and tells them what they have
   * lost; how many addresses that were.
   */
  default Future<Integer> reassure() {
    return Future.succeededFuture(0);
  }

  /** Asks a service. Fails with a {@link Problem} only. */
  default <Q, R> Future<R> call(
      Operation<Q, R> operation, Caller caller, Call.Origin origin, Q request) {
    return relay(operation, caller, origin, Json.bytes(request))
        .map(bytes -> Json.read(bytes, operation.response()));
  }

  /** Asks a service on our own account. */
  default <Q, R> Future<R> call(Operation<Q, R> operation, Q request) {
    return call(operation, null, Call.Origin.INTERNAL, request);
  }

  /** Passes a request on unread and gives the answer's bytes unread. */
  Future<Buffer> relay(
      Operation<?, ?> operation, Caller caller, Call.Origin origin, Buffer request);

  /** Tells everyone who listens now. */
  <T> void publish(Topic<T> topic, T fact);

  /** Hears a topic until the verticle ends. */
  <T> Future<Void> subscribe(Topic<T> topic, Consumer<T> handler);

  /** Publishes entries after their commit, one bus message a shard. */
  void publish(EntryBatch batch, int shards);

  /** Hears one shard's entries; close the subscription to stop. */
  Subscription hearShard(int shard, Consumer<EntryBatch> handler);
}
