package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.contract.Person;
import chat.tertulia.testkit.SocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sockets that send as much as they can and read nothing, and sockets without number. */
class FloodTest {
  private static final Person ANN = LiveGateway.person("ann");
  private static final Person BOB = LiveGateway.person("bob");

  /** The stock bridge kept about a hundred times what such a socket sent. */
  @Test
  void thousandsOfEmptyMessagesInAFrameCostNothing() throws IOException {
    String frame = "[" + "\"\",".repeat(20_000) + "\"\"]";
    int frames = 3_000_000 / frame.length();
    try (var gateway = new LiveGateway(Map.of())) {
      long before = used();
      var flooding = new ArrayList<DeafClient>();
      for (int i = 0; i < 4; i++) {
        flooding.add(new DeafClient(gateway.port(), gateway.tokens().of(ANN), true));
      }
      for (DeafClient each : flooding) {
        for (int i = 0; i < frames; i++) {
          each.write(frame);
        }
      }
      try (var quick = gateway.connect(BOB)) {
        quick.write("{\"type\":\"ping\"}");
        quick.awaitFrame("a pong", f -> f.path("type").asText().equals("pong"));
      }

      long grown = used() - before;
      assertTrue(grown < 16 << 20, "bytes kept for 12 MB of nothing: " + grown);
      assertTrue(gateway.gauge("tertulia.unread") < 1 << 20);
      flooding.forEach(DeafClient::close);
    }
  }

  @Test
  void onePersonAndOneAddressHaveABoundedNumberOfSockets() {
    try (var gateway =
        new LiveGateway(
            Map.of("TERTULIA_SOCKETS_PER_USER", "2", "TERTULIA_SOCKETS_PER_ADDRESS", "4"))) {
      var open = new ArrayList<SocketClient>();
      open.add(gateway.connect(ANN));
      open.add(gateway.connect(ANN));
      var third = SocketClient.raw(gateway.node().vertx(), gateway.port());
      assertEquals(
          429,
          third.open(gateway.tokens().of(ANN)).path("failureCode").asInt(),
          "a third of Ann's");
      assertEquals(4029, third.awaitClose());
      open.add(gateway.connect(BOB));
      open.add(gateway.connect(BOB));

      var fifth = SocketClient.raw(gateway.node().vertx(), gateway.port());
      assertEquals(4029, fifth.awaitClose());

      open.removeFirst().close();
      SocketClient.awaitTrue("the first has gone", () -> gateway.gauge("tertulia.sockets") == 3);
      open.add(gateway.connect(ANN));
      open.forEach(SocketClient::close);
      third.close();
      fifth.close();
    }
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
