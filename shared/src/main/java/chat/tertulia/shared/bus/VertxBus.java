package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
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
  private static final String STATUS = "status";

  private final EventBus events;

  public VertxBus(Vertx vertx) {
    this.events = vertx.eventBus();
    EntryBatch.Codec.register(events);
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Serves<Q, R> handler) {
    MessageConsumer<Buffer> consumer = events.consumer(operation.address());
    consumer.handler(message -> answer(operation, handler, message));
    return consumer.completion();
  }

  private static <Q, R> void answer(
      Operation<Q, R> operation, Serves<Q, R> handler, Message<Buffer> message) {
    Future<Answer<R>> answer;
    try {
      Q request = Json.convert(Json.readObject(message.body()), operation.request());
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
        done -> message.reply(bytesOf(done), new DeliveryOptions().addHeader(STATUS, "200")),
        failed -> message.reply(problemOf(operation, failed), PROBLEM_OPTIONS));
  }

  private static final DeliveryOptions PROBLEM_OPTIONS =
      new DeliveryOptions().addHeader(PROBLEM, "1");

  private static Buffer bytesOf(Answer<?> answer) {
    return answer.body() == null ? Buffer.buffer("{}") : Json.bytes(answer.body());
  }

  private static Buffer problemOf(Operation<?, ?> operation, Throwable failed) {
    if (failed instanceof Problem problem) {
      return Json.bytes(problem.toJson());
    }
    LOG.error("operation failed operation={}", operation.name(), failed);
    return Json.bytes(Problem.of(ErrorCode.INTERNAL, "internal error").toJson());
  }

  @Override
  public Future<Buffer> relay(
      Operation<?, ?> operation, Caller caller, Call.Origin origin, Buffer request) {
    var options =
        CallHeaders.write(new DeliveryOptions(), caller, origin)
            .setSendTimeout(REQUEST_TIMEOUT.toMillis());
    return events
        .<Buffer>request(operation.address(), request, options)
        .transform(VertxBus::unpack);
  }

  private static Future<Buffer> unpack(Message<Buffer> reply, Throwable failed) {
    if (failed != null) {
      return Future.failedFuture(unavailable(failed));
    }
    if (reply.headers().contains(PROBLEM)) {
      return Future.failedFuture(Problem.fromJson(Json.readObject(reply.body())));
    }
    return Future.succeededFuture(reply.body());
  }

  private static Problem unavailable(Throwable failed) {
    boolean noOne =
        failed instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    return Problem.of(
        ErrorCode.UNAVAILABLE, noOne ? "the service is not running" : "the service did not answer");
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
