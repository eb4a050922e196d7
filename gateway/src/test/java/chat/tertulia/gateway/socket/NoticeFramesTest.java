package chat.tertulia.gateway.socket;

import static chat.tertulia.gateway.GoldenFrame.ANN;
import static chat.tertulia.gateway.GoldenFrame.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.gateway.GoldenFrame;
import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway tells a socket by itself, as the documentation shows it. */
class NoticeFramesTest {
  private static final SessionId SESSION = new SessionId("s9b2f6h0k4n8q1t5w9y3d");
  private static final RandomGenerator ALWAYS_2417 = () -> 2 * 2_417L;

  private final Connections connections = new Connections();
  private final Wire wire = new Wire();
  private long nanos;
  private final Connection connection =
      new Connection(
          wire, Call.Origin.INTERNAL, new TokenBucket(1, 1, 0), new PostLane(null, null, null), 0);

  @BeforeEach
  void annIsSignedInAndHearsHerself() {
    connection.caller(new Caller(ANN.id(), SESSION, ANN.name(), "user", Instant.MAX));
    connection.hearsUser(true);
    connections.add(connection);
    connections.signedIn(connection);
  }

  @Test
  void aSocketReadTooSlowlyIsToldToResume() {
    connection.lag(ROOM);
    wire.drained.run();

    new GoldenFrame("lagged").matches(wire.only());
  }

  @Test
  void aStoppingNodeSendsItsClientsAway() {
    connections.drain(Duration.ofSeconds(10), ALWAYS_2417);

    new GoldenFrame("drain").matches(wire.only());
  }

  @Test
  void aSessionThatEndsIsToldBeforeItsSocketsClose() {
    connections.endSession(SESSION, ANN.id());

    new GoldenFrame("session-ended").matches(wire.only());
    assertEquals(List.of(CloseCode.SESSION_OVER), wire.closed);
  }

  @Test
  void aSilentSocketIsAskedForASignOfLifeAndThenClosed() {
    tickFor(Connections.QUIET.minus(Connections.TICK));
    assertEquals(0, wire.beats);

    tickFor(Connections.TICK);
    assertEquals(1, wire.beats);
    tickFor(Connections.HEARTBEAT);
    assertEquals(2, wire.beats);

    tickFor(Connections.SILENCE.minus(Connections.QUIET).minus(Connections.HEARTBEAT));
    assertEquals(List.of(), wire.closed);
    tickFor(Connections.TICK);
    assertEquals(List.of(CloseCode.SILENT), wire.closed);
  }

  @Test
  void aClientThatPingsIsWrittenToOnlyAsOftenAsProxiesWant() {
    long pings = Connections.KEEP_OPEN.dividedBy(Connections.HEARTBEAT);
    for (int i = 1; i < pings; i++) {
      tickFor(Connections.HEARTBEAT);
      connection.heard(nanos);
    }
    assertEquals(0, wire.beats);

    tickFor(Connections.HEARTBEAT);
    assertEquals(1, wire.beats);
  }

  private void tickFor(Duration time) {
    for (long i = 0; i < time.dividedBy(Connections.TICK); i++) {
      nanos += Connections.TICK.toNanos();
      connections.tick(nanos, Instant.EPOCH);
    }
  }

  /** A socket that remembers what is written. */
  private static final class Wire implements Transport {
    private final List<String> frames = new ArrayList<>();
    private final List<CloseCode> closed = new ArrayList<>();
    private Runnable drained;
    private int beats;

    JsonNode only() {
      assertEquals(1, frames.size(), frames.toString());
      return Json.readObject(frames.getFirst());
    }

    @Override
    public void room(RoomFrame frame) {
      frames.addAll(frame.bridge());
    }

    @Override
    public void rec(String address, String body) {
      frames.add(Frames.rec(address, body));
    }

    @Override
    public void err(String address, Problem problem) {
      frames.add(Frames.err(address, problem));
    }

    @Override
    public void pong() {
      frames.add(Frames.PONG);
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void onDrain(Runnable handler) {
      drained = handler;
    }

    @Override
    public void heartbeat() {
      beats++;
    }

    @Override
    public void close(CloseCode code) {
      closed.add(code);
    }
  }
}
