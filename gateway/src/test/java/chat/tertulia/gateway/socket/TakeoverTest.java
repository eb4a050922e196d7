package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.HandBus;
import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.gateway.protocol.ClientBytes;
import chat.tertulia.gateway.protocol.Framing;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.loop.VertxLoop;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel becomes a socket, and something goes wrong. */
class TakeoverTest {
  private final Vertx vertx = Vertx.vertx();
  private final VertxLoop loop = new VertxLoop(vertx, vertx.getOrCreateContext());
  private final GatewaySettings settings = Settings.of(Map.of()).read(GatewaySettings.class);
  private final Connections connections = new Connections();
  private final Reception reception =
      new Reception(
          new Reception.Parts(
              loop,
              settings,
              new HandBus(),
              token -> Future.failedFuture("of the test"),
              connections,
              new SocketCounts(settings),
              null,
              null,
              absent(),
              null,
              16,
              null));
  private final WireSocket socket = new WireSocket(loop, reception);
  private final EmbeddedChannel channel = new EmbeddedChannel(socket);
  private final WireTransport transport =
      new WireTransport(
          channel,
          Framing.BRIDGE,
          new Flusher(
              channel.eventLoop(), new Backlog(new UnreadBudget(Long.MAX_VALUE), Runnable::run)),
          Runnable::run);
  private final Connection connection = reception.admit(transport, Call.Origin.INTERNAL);

  private static Presence absent() {
    return (Presence)
        Proxy.newProxyInstance(
            Presence.class.getClassLoader(),
            new Class<?>[] {Presence.class},
            (proxy, method, arguments) -> null);
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Its place was never given back, and its bytes were kept for ever. */
  @Test
  void aConversationThatCannotBeginEndsTheSocket() {
    assertEquals(1, connections.size());

    socket.begin(
        transport,
        connection,
        whose -> {
          throw new IllegalStateException("of the test");
        });
    channel.runPendingTasks();

    assertFalse(channel.isOpen());
    assertEquals(0, connections.size());
  }

  @Test
  void aTextThatFailsKeepsBackNoneOfThoseBehindIt() {
    List<String> texts = new ArrayList<>();
    socket.begin(
        transport,
        connection,
        whose ->
            text -> {
              texts.add(text);
              if (texts.size() == 1) {
                throw new IllegalStateException("of the test");
              }
            });
    channel.writeInbound(
        Unpooled.copiedBuffer(
            ClientBytes.join(ClientBytes.frame(0x81, "one"), ClientBytes.frame(0x81, "two"))));

    assertEquals(List.of("one", "two"), texts);
    assertTrue(channel.isOpen());
  }
}
