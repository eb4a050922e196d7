package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Operation;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.loop.Loop;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a signed-in socket may send to. Any other name is refused. One for a loop. */
final class SocketOperations {
  private static final Map<String, Operation<?, ?>> BY_NAME =
      Stream.of(Switchboard.AUTH, Switchboard.ROOMS, Switchboard.HISTORY_SERVICE)
          .flatMap(List::stream)
          .filter(Operation::onSocket)
          .collect(Collectors.toUnmodifiableMap(Operation::name, o -> o));

  private final Bus bus;
  private final Presence presence;
  private final int shards;
  private final Loop loop;

  SocketOperations(Loop loop, Bus bus, Presence presence, int shards) {
    this.loop = loop;
    this.bus = bus;
    this.presence = presence;
    this.shards = shards;
  }

  void handle(Connection connection, String name, ObjectNode body, Reply reply) {
    try {
      switch (name) {
        case "room.post" -> post(connection, body, reply);
        case "room.typing" -> typing(connection, body, reply);
        case "presence.watch" ->
            presence.watch(new Watch(connection, loop), connection.caller(), body, reply::done);
        case "presence.set" -> {
          presence.set(connection.caller().user(), new Watch(connection, loop), body);
          reply.done("{}");
        }
        default -> relay(connection, BY_NAME.get(name), body, reply);
      }
    } catch (Problem e) {
      reply.fail(e);
    }
  }

  private static void post(Connection connection, ObjectNode body, Reply reply) {
    var post = Json.convert(body, Messages.Post.class);
    connection.lane().add(new Log.PostBy(connection.caller().person(), post), reply);
  }

  /**
   * A request was not let in for its rate; if it is a post, those behind it wait for its repeat.
   */
  static void refused(Connection connection, String name, ObjectNode body) {
    if (!name.equals("room.post")) {
      return;
    }
    try {
      var post = Json.convert(body, Messages.Post.class);
      connection.lane().refused(post.roomId(), post.clientId());
    } catch (Problem bad) {
      // It would be refused for good, so nobody repeats it.
      return;
    }
  }

  private void typing(Connection connection, ObjectNode body, Reply reply) {
    RoomId room = Json.convert(body, Rooms.RoomRef.class).roomId();
    Subscription place = connection.rooms().get(room);
    if (place == null || !place.isLive()) {
      reply.fail(Problem.notFound());
      return;
    }
    Caller caller = connection.caller();
    var frame = Json.object().put("type", "typing");
    frame.set("user", Json.tree(caller.person()));
    var passing = new LogEntry(room, 0, "typing", caller.user(), null, frame.toString());
    bus.publish(new EntryBatch(List.of(passing)), shards);
    reply.done("{}");
  }

  private void relay(
      Connection connection, Operation<?, ?> operation, ObjectNode body, Reply reply) {
    if (operation == null) {
      throw Problem.denied("this address is not open to clients");
    }
    if (!connection.beginRequest()) {
      throw Problem.of(
          ErrorCode.RATE_LIMITED,
          "a socket may have " + Connection.MAX_REQUESTS + " requests under way");
    }
    bus.relay(operation, connection.caller(), connection.origin(), Buffer.buffer(body.toString()))
        .onComplete(done -> connection.endRequest())
        .onSuccess(bytes -> reply.done(bytes.toString()))
        .onFailure(e -> reply.fail(BridgeReply.problem(e)));
  }
}
