package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.shared.contract.Call;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket that is not always read, and one that floods. */
class ConnectionTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Flusher flusher =
      new Flusher(channel.eventLoop(), new Backlog(new UnreadBudget(Long.MAX_VALUE), tasks::add));
  private final WireTransport transport =
      new WireTransport(channel, Framing.BRIDGE, flusher, tasks::add);
  private final Connection connection =
      new Connection(
          transport,
          Call.Origin.INTERNAL,
          new TokenBucket(1, 1, 0),
          new PostLane(null, null, null),
          0);
  private final List<String> done = new ArrayList<>();

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  private void isRead(boolean enough) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, enough);
    if (enough) {
      transport.drainedSoon();
    }
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  @Test
  void whoWaitsForItToBeReadIsCalledInATurnOfItsOwn() {
    isRead(false);
    connection.whenDrained(() -> done.add("told"));
    isRead(true);
    assertEquals(List.of(), done, "a flush of another socket may have led here");

    run();
    assertEquals(List.of("told"), done);
  }

  /** It waited for a moment that had passed, and the client was never told to resume. */
  @Test
  void whoComesTooLateToWaitIsCalledToo() {
    connection.whenDrained(() -> done.add("told"));
    run();

    assertEquals(List.of("told"), done);
  }

  @Test
  void aSocketThatIsFullAgainIsWaitedForOnceMore() {
    isRead(false);
    connection.whenDrained(() -> done.add("told"));
    isRead(true);
    isRead(false);
    run();
    assertEquals(List.of(), done);

    isRead(true);
    run();
    assertEquals(List.of("told"), done);
  }

  @Test
  void oneTaskThatFailsKeepsBackNoOther() {
    isRead(false);
    connection.whenDrained(
        () -> {
          throw new IllegalStateException("of the test");
        });
    connection.whenDrained(() -> done.add("told"));
    isRead(true);
    run();

    assertEquals(List.of("told"), done);
  }

  @Test
  void aClientThatGoesOnAfterSoManyRefusalsFloods() {
    assertTrue(connection.admit(0));
    for (int i = 0; i < Connection.MAX_REFUSED; i++) {
      assertFalse(connection.admit(0));
    }
    assertFalse(connection.isFlooding());

    connection.admit(0);
    assertTrue(connection.isFlooding());
  }
}
