package chat.tertulia.shared.bus;

import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.loop.Patience;
import chat.tertulia.shared.loop.VertxLoop;
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
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
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

  private final VertxInternal vertx;
  private final EventBus events;
  private final Nearby nearby;
  private final boolean alone;
  private final Announced announced;
  private final Patience patience;
  private final List<String> served = new ArrayList<>();

  public VertxBus(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
    this.announced = new Announced(vertx);
    this.events = vertx.eventBus();
    this.nearby = Nearby.of(vertx);
    this.alone = !vertx.isClustered();
    this.patience = new Patience(VertxLoop.here(vertx), REQUEST_TIMEOUT);
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
    String address = operation.address();
    ContextInternal context = vertx.getOrCreateContext();
    Nearby.Answers answers =
        (caller, origin, request) -> answer(operation, handler, caller, origin, request);
    MessageConsumer<Parcel> consumer = events.consumer(address);
    consumer.handler(message -> reply(message, answers));
    var desk = new Nearby.Desk(context, answers);
    nearby.add(address, desk);
    context.addCloseHook(
        done -> {
          nearby.remove(address, desk);
          done.succeed();
        });
    served.add(address);
    announced.add(address);
    return consumer.completion();
  }

  @Override
  public Future<Void> withdraw() {
    return announced.withdraw(served);
  }

  @Override
  public Future<Integer> reassure() {
    return announced.reassure();
  }

  private static void reply(Message<Parcel> message, Nearby.Answers answers) {
    answers
        .answer(
            CallHeaders.caller(message.headers()),
            CallHeaders.origin(message.headers()),
            message.body())
        .onComplete(
            answer -> message.reply(answer, ANSWER_OPTIONS),
            failed -> message.reply(Parcel.of(((Problem) failed).toJson()), PROBLEM_OPTIONS));
  }

  /** Fails with a {@link Problem} only. */
  private static <Q, R> Future<Parcel> answer(
      Operation<Q, R> operation,
      Serves<Q, R> handler,
      Caller caller,
      Call.Origin origin,
      Parcel request) {
    Future<Answer<R>> answer;
    try {
      answer = handler.handle(new Call<>(caller, request.as(operation.request()), origin));
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    return answer.transform(
        (done, failed) ->
            failed == null
                ? Future.succeededFuture(parcelOf(done))
                : Future.failedFuture(problemOf(operation, failed, origin)));
  }

  private static final DeliveryOptions ANSWER_OPTIONS =
      new DeliveryOptions().setCodecName(Parcel.Codec.NAME);

  private static final DeliveryOptions PROBLEM_OPTIONS =
      new DeliveryOptions().setCodecName(Parcel.Codec.NAME).addHeader(PROBLEM, "1");

  private static Parcel parcelOf(Answer<?> answer) {
    return answer.body() == null ? Parcel.ofBytes(Buffer.buffer("{}")) : Parcel.of(answer.body());
  }

  private static Problem problemOf(
      Operation<?, ?> operation, Throwable failed, Call.Origin origin) {
    if (failed instanceof Problem problem) {
      return problem;
    }
    LOG.error("operation failed operation={} trace={}", operation.name(), origin.trace(), failed);
    return Problem.of(ErrorCode.INTERNAL, "internal error");
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
    String address = operation.address();
    Nearby.Desk desk = nearby.find(address, System.nanoTime());
    if (desk != null) {
      return askHere(address, desk, caller, origin, request);
    }
    var options =
        CallHeaders.write(new DeliveryOptions(), caller, origin)
            .setCodecName(Parcel.Codec.NAME)
            .setSendTimeout(REQUEST_TIMEOUT.toMillis());
    return events.<Parcel>request(address, request, options).transform(VertxBus::unpack);
  }

  /** Asks a loop of this process; the answer comes back on the caller's. */
  private Future<Parcel> askHere(
      String address, Nearby.Desk desk, Caller caller, Call.Origin origin, Parcel request) {
    ContextInternal here = vertx.getOrCreateContext();
    PromiseInternal<Parcel> answer = here.promise();
    Patience.Wait wait =
        patience.begin(
            () -> {
              // First, so that whoever hears of it asks elsewhere at once.
              if (!answer.future().isComplete()) {
                nearby.avoid(address, System.nanoTime());
                answer.tryFail(noAnswer());
              }
            });
    Future<Parcel> answered = answer.future().onComplete(done -> wait.end());
    desk.context()
        .runOnContext(
            now ->
                desk.answers()
                    .answer(caller, origin, request)
                    .onComplete(answer::tryComplete, answer::tryFail));
    return answered;
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
    return isNobody(failed)
        ? Problem.of(ErrorCode.UNAVAILABLE, "the service is not running")
        : noAnswer();
  }

  private static Problem noAnswer() {
    return Problem.of(ErrorCode.UNAVAILABLE, "the service did not answer");
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
    announced.add(topic.address());
    return consumer.completion();
  }

  @Override
  public void publish(EntryBatch batch, int shards) {
    batch
        .byShard(shards)
        .forEach(
            (shard, entries) -> {
              if (alone) {
                nearby.tell(shard, entries);
              } else {
                events.publish(feedAddress(shard), entries, ENTRY_OPTIONS);
              }
            });
  }

  private static final DeliveryOptions ENTRY_OPTIONS =
      new DeliveryOptions().setCodecName(EntryBatch.Codec.NAME);

  @Override
  public Subscription hearShard(int shard, Consumer<EntryBatch> handler) {
    if (alone) {
      var ear = new Nearby.Ear(vertx.getOrCreateContext(), handler);
      nearby.add(shard, ear);
      return new Heard(nearby, shard, ear);
    }
    MessageConsumer<EntryBatch> consumer = events.consumer(feedAddress(shard));
    consumer.handler(message -> handler.accept(message.body()));
    announced.add(consumer.address());
    return new Consumed(consumer, announced);
  }

  private record Heard(Nearby nearby, int shard, Nearby.Ear ear) implements Subscription {
    @Override
    public Future<Void> ready() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
      nearby.remove(shard, ear);
      return Future.succeededFuture();
    }
  }

  private record Consumed(MessageConsumer<?> consumer, Announced announced)
      implements Subscription {
    @Override
    public Future<Void> ready() {
      return consumer.completion();
    }

    @Override
    public Future<Void> close() {
      return consumer.unregister().eventually(() -> announced.remove(consumer.address()));
    }
  }

  private static String feedAddress(int shard) {
    return "feed." + shard;
  }
}
