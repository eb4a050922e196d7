package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.HandBus;
import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.gateway.room.Audiences;
import chat.tertulia.gateway.room.Entrance;
import chat.tertulia.gateway.room.Loops;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final Connection connection =
      new Connection(
          new Unread(),
          Call.Origin.INTERNAL,
          new TokenBucket(1, 1, 0),
          new PostLane(null, null, null),
          0);

  /**
   * A socket that goes without being read never drains: what its entrance had begun stayed for
   * ever.
   */
  @Test
  void whoWaitsForASocketToBeReadHearsOfItsEnd() {
    var ann = new UserId("u-ann");
    connection.caller(new Caller(ann, new SessionId("s"), "Ann", "user", Instant.MAX));
    var entrance = new Entrance(new Loops(1, 1), 0, new Audiences(), new HandBus());
    var place = new Subscription(connection, new RoomId("room"), entrance, null);
    Future<Void> ready = place.ready();
    assertFalse(ready.isComplete());

    connection.gone();
    place.end();

    assertTrue(ready.failed());
  }

  /** A socket that nobody reads. */
  private static final class Unread implements Transport {
    @Override
    public void room(RoomFrame frame) {}

    @Override
    public void rec(String address, String body) {}

    @Override
    public void err(String address, Problem problem) {}

    @Override
    public void pong() {}

    @Override
    public boolean isFull() {
      return true;
    }

    @Override
    public void onDrain(Runnable handler) {}

    @Override
    public void heartbeat() {}

    @Override
    public void close(CloseCode code) {}
  }
}
