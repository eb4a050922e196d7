package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.gateway.room.Entrance;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** One socket's place in one room. */
final class Subscription implements Entrance.Guest {
  private final Connection connection;
  private final RoomId room;
  private final UserId user;

  /** The connection's, at hand for the many who hear at once. */
  private final Transport transport;

  private final Entrance entrance;
  private final LiveMetrics metrics;
  private boolean wanted = true;
  private boolean live;

  /** What the entrance waits for while the socket is not read. */
  private Promise<Void> drained = Promise.promise();

  Subscription(Connection connection, RoomId room, Entrance entrance, LiveMetrics metrics) {
    this.connection = connection;
    this.room = room;
    this.user = connection.caller().user();
    this.transport = connection.transport();
    this.entrance = entrance;
    this.metrics = metrics;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public boolean isWanted() {
    return wanted && connection.isOpen();
  }

  @Override
  public void catchUp(List<LogEntry> entries) {
    var frame = RoomFrame.entries(room, entries);
    transport.room(frame);
    frame.release();
  }

  @Override
  public Future<Void> ready() {
    if (!transport.isFull()) {
      return Future.succeededFuture();
    }
    drained = Promise.promise();
    connection.whenDrained(drained::tryComplete);
    return drained.future();
  }

  @Override
  public void live(long head, String epoch) {
    live = true;
    var body = Json.object().put("type", "live").put("head", head).put("epoch", epoch);
    transport.rec(Frames.ROOM_PREFIX + room.value(), body.toString());
  }

  @Override
  public void hear(RoomFrame frame) {
    if (transport.isFull()) {
      end();
      metrics.lagged();
      connection.lag(room);
    } else {
      transport.room(frame);
    }
  }

  /** Whether the membership was seen and the room is followed now. */
  boolean isLive() {
    return live && wanted;
  }

  @Override
  public void fence(RoomId left) {
    end();
  }

  /** Leaves the room, wherever in its entrance it is. */
  void end() {
    wanted = false;
    connection.rooms().remove(room, this);
    entrance.leave(room, this);
    // A socket that goes while it is not read never drains.
    drained.tryFail(Problem.badRequest("the registration was taken back"));
  }
}
