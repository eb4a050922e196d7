package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus on Vert.x's event bus, local or clustered: the only place that touches it. An answer that
 * is a {@link Problem} crosses as one, with its code, fields and advice to retry.
 *
 * <p>Not thread safe by need: every verticle makes its own.
 */
public final class VertxBus implements Bus {
  private static final Logger LOG = LoggerFactory.getLogger(VertxBus.class);
  private static final String PROBLEM = "problem";

  private final EventBus events;
  private final Nearby nearby;

  public VertxBus(Vertx vertx) {
    this.events = vertx.eventBus();
    this.nearby = new Nearby(vertx);
    register(new EntryBatch.Codec());
    register(new Parcel.Codec());
  }

  private void register(MessageCodec<?, ?> codec) {
    try {
      events.registerCodec(codec);
    } catch (IllegalStateException alreadyThere) {
      // Every verticle of the process shares one event bus and asks for the same codec.
      return;
    }
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Serves<Q, R> handler) {
    MessageConsumer<Parcel> consumer = events.consumer(operation.address());
    consumer.handler(message -> answer(operation, handler, message));
    nearby.add(operation.address());
    return consumer.completion();
  }

  private static <Q, R> void answer(
      Operation<Q, R> operation, Serves<Q, R> handler, Message<Parcel> message) {
    Future<Answer<R>> answer;
    try {
      Q request = message.body().as(operation.request());
      answer =
          handler.handle(
              new Call<>(
                  CallHeaders.caller(message.headers()),
                  request,
                  CallHeaders.origin(message.headers())));
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(
        done -> message.reply(parcelOf(done), ANSWER_OPTIONS),
        failed -> message.reply(problemOf(operation, failed, message), PROBLEM_OPTIONS));
  }

  private static final DeliveryOptions ANSWER_OPTIONS =
      new DeliveryOptions().setCodecName(Parcel.Codec.NAME);

  private static final DeliveryOptions PROBLEM_OPTIONS =
      new DeliveryOptions().setCodecName(Parcel.Codec.NAME).addHeader(PROBLEM, "1");

  private static Parcel parcelOf(Answer<?> answer) {
    return answer.body() == null ? Parcel.ofBytes(Buffer.buffer("{}")) : Parcel.of(answer.body());
  }

  private static Parcel problemOf(
      Operation<?, ?> operation, Throwable failed, Message<Parcel> message) {
    if (failed instanceof Problem problem) {
      return Parcel.of(problem.toJson());
    }
    String trace = CallHeaders.origin(message.headers()).trace();
    LOG.error("operation failed operation={} trace={}", operation.name(), trace, failed);
    return Parcel.of(Problem.of(ErrorCode.INTERNAL, "internal error").toJson());
  }

  @Override
  public <Q, R> Future<R> call(
      Operation<Q, R> operation, Caller caller, Call.Origin origin, Q request) {
    return ask(operation, caller, origin, Parcel.of(request))
        .map(answer -> answer.as(operation.response()));
  }

  @Override
  public Future<Buffer> relay(
      Operation<?, ?> operation, Caller caller, Call.Origin origin, Buffer request) {
    return ask(operation, caller, origin, Parcel.ofBytes(request)).map(Parcel::bytes);
  }

  private Future<Parcel> ask(
      Operation<?, ?> operation, Caller caller, Call.Origin origin, Parcel request) {
    var options =
        CallHeaders.write(new DeliveryOptions(), caller, origin)
            .setCodecName(Parcel.Codec.NAME)
            .setSendTimeout(REQUEST_TIMEOUT.toMillis());
    String address = operation.address();
    return (nearby.answers(address, System.nanoTime())
            ? askHere(address, request, options)
            : events.<Parcel>request(address, request, options))
        .transform(VertxBus::unpack);
  }

  private Future<Message<Parcel>> askHere(String address, Parcel request, DeliveryOptions options) {
    return events
        .<Parcel>request(address, request, options.setLocalOnly(true))
        .recover(
            e -> {
              if (isNobody(e)) {
                nearby.remove(address);
                return events.request(address, request, options.setLocalOnly(false));
              }
              nearby.avoid(address, System.nanoTime());
              return Future.failedFuture(e);
            });
  }

  private static Future<Parcel> unpack(Message<Parcel> reply, Throwable failed) {
    if (failed != null) {
      return Future.failedFuture(unavailable(failed));
    }
    if (reply.headers().contains(PROBLEM)) {
      return Future.failedFuture(Problem.fromJson(reply.body().as(ObjectNode.class)));
    }
    return Future.succeededFuture(reply.body());
  }

  private static Problem unavailable(Throwable failed) {
    return Problem.of(
        ErrorCode.UNAVAILABLE,
        isNobody(failed) ? "the service is not running" : "the service did not answer");
  }

  private static boolean isNobody(Throwable failed) {
    return failed instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  @Override
  public <T> void publish(Topic<T> topic, T fact) {
    events.publish(topic.address(), Json.bytes(fact));
  }

  @Override
  public <T> Future<Void> subscribe(Topic<T> topic, Consumer<T> handler) {
    MessageConsumer<Buffer> consumer = events.consumer(topic.address());
    consumer.handler(message -> handler.accept(Json.read(message.body(), topic.type())));
    return consumer.completion();
  }

  @Override
  public void publish(EntryBatch batch, int shards) {
    batch
        .byShard(shards)
        .forEach((shard, entries) -> events.publish(feedAddress(shard), entries, ENTRY_OPTIONS));
  }

  private static final DeliveryOptions ENTRY_OPTIONS =
      new DeliveryOptions().setCodecName(EntryBatch.Codec.NAME);

  @Override
  public Subscription hearShard(int shard, Consumer<EntryBatch> handler) {
    MessageConsumer<EntryBatch> consumer = events.consumer(feedAddress(shard));
    consumer.handler(message -> handler.accept(message.body()));
    return new Consumed(consumer);
  }

  private record Consumed(MessageConsumer<?> consumer) implements Subscription {
    @Override
    public Future<Void> ready() {
      return consumer.completion();
    }

    @Override
    public Future<Void> close() {
      return consumer.unregister();
    }
  }

  private static String feedAddress(int shard) {
    return "feed." + shard;
  }
}
