package chat.tertulia.e2e.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.World;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two people talk through what the compose file starts: one cluster, both gateways, the proxy. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeTest {
  private static final Path FOLDER = Path.of("target", "compose").toAbsolutePath();
  private static final int EACH_SAYS = 5;
  private static final Duration TOGETHER_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MS = 200;

  /** What a JVM ends with when it was asked to: 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  private static ComposeStack stack;
  private static URI proxy;

  @BeforeAll
  static void starts() throws IOException, InterruptedException, SQLException {
    stack = ComposeStack.start(FOLDER);
    for (String gateway : List.of("gateway-1", "gateway-2")) {
      awaitTogether(gateway);
    }
  }

  /**
   * Each is ready by itself; together they are once the parts of the cluster that started at the
   * same time have found each other. Until then a service that needs another answers 503.
   */
  private static void awaitTogether(String gateway) throws InterruptedException {
    long until = System.nanoTime() + TOGETHER_WITHIN.toNanos();
    try (World world = World.at(stack.front(gateway))) {
      Actor first = world.person("first");
      while (!serves(first)) {
        assertTrue(System.nanoTime() < until, "the services do not find each other");
        Thread.sleep(LOOK_EVERY_MS);
      }
    }
  }

  /** Whether rooms, log and gateway know who this is. */
  private static boolean serves(Actor person) {
    var room = Json.object().put("name", "First").put("kind", "public");
    RestReply made = person.rest("POST", "/rooms", room);
    if (made.status() != 201) {
      return false;
    }
    var first = new Room(made.json().path("id").asText(), "First");
    return person.posts(first, "first", "Hello?").status() == 201
        && person.rest("GET", "/presence?users=" + person.id(), null).status() == 200;
  }

  @AfterAll
  static void ends() {
    if (stack != null) {
      stack.close();
    }
    proxy = null;
  }

  @Test
  @Order(1)
  void peopleOnDifferentGatewaysTalk() {
    try (World one = World.at(stack.front("gateway-1"));
        World two = World.at(stack.front("gateway-2"))) {
      Actor ann = one.person("ann");
      Actor bob = two.person("bob");
      Room room = ann.creates("Compose");
      bob.joins(room);
      try (SocketClient annsSocket = ann.connects();
          SocketClient bobsSocket = bob.connectsBySockJs()) {
        annsSocket.follow(room.id(), 0L);
        bobsSocket.follow(room.id(), 0L);
        long last = 0;
        for (int i = 0; i < EACH_SAYS; i++) {
          annsSocket.post(room.id(), "a" + i, "Ann " + i);
          last = bobsSocket.post(room.id(), "b" + i, "Bob " + i).at("/body/seq").asLong();
        }
        annsSocket.awaitNumber(room.id(), last);
        bobsSocket.awaitNumber(room.id(), last);

        List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
        assertEquals(all, annsSocket.numbers(room.id()));
        assertEquals(all, bobsSocket.numbers(room.id()));
      }
    }
  }

  @Test
  @Order(2)
  void pollingStaysOnOneGatewayBehindTheProxy() throws IOException {
    try (World world = World.at(proxy());
        var polling = new PollingClient(proxy())) {
      Actor ann = world.person("ann");
      Actor bob = world.person("bob");
      Room room = ann.creates("Polling");
      bob.joins(room);
      polling.send("session.open", Json.object().put("token", ann.token()));
      var register = Json.object().put("type", "register").put("address", "room." + room.id());
      register.putObject("headers").put("since", "0");
      polling.write(register);
      polling.await(each -> each.at("/body/type").asText().equals("live"));

      for (int i = 0; i < EACH_SAYS; i++) {
        JsonNode mine =
            polling.send("room.post", SocketClient.message(room.id(), "p" + i, "Polled " + i));
        assertEquals("rec", mine.path("type").asText(), mine::toString);
        long his = bob.posts(room, "Bob " + i);
        polling.await(each -> each.at("/body/seq").asLong() == his);
      }
    }
  }

  @Test
  @Order(3)
  void webSocketsSpreadOverBothGatewaysBehindTheProxy() throws IOException {
    var open = new ArrayList<SocketClient>();
    try (World world = World.at(proxy())) {
      Actor ann = world.person("ann");
      Room room = ann.creates("Sockets");
      SocketClient.awaitTrue(
          "sockets on both gateways",
          () -> {
            SocketClient socket = open.size() % 2 == 0 ? ann.connects() : ann.connectsBySockJs();
            socket.follow(room.id(), 0L);
            open.add(socket);
            return sockets("gateway-1") > 0 && sockets("gateway-2") > 0;
          });

      long said = ann.posts(room, "To everyone.");

      open.forEach(each -> each.awaitNumber(room.id(), said));
    } finally {
      open.forEach(SocketClient::close);
    }
  }

  @Test
  @Order(4)
  void healthChecksOfTheImageSayReady() {
    for (String each : stack.services()) {
      assertTrue(stack.isHealthy(each), each);
    }
  }

  @Test
  @Order(5)
  void proxyGoesOnWithOneGateway() throws IOException, InterruptedException {
    try (World world = World.at(proxy())) {
      Actor ann = world.person("ann");
      Room room = ann.creates("Less");

      assertEquals(TERMINATED, stack.container("gateway-1").stop(stack.grace("gateway-1")));

      assertFalse(stack.isHealthy("gateway-1"));
      for (int i = 0; i < EACH_SAYS; i++) {
        ann.posts(room, "Still here " + i);
      }
      try (SocketClient socket = ann.connects()) {
        socket.follow(room.id(), 0L);
        socket.awaitNumber(room.id(), EACH_SAYS + 1);
      }
    }
  }

  @Test
  @Order(6)
  void everyProcessStopsInOrderWithinItsTime() throws InterruptedException {
    for (String each : stack.services()) {
      Container container = stack.container(each);
      if (container.isAlive()) {
        assertEquals(TERMINATED, container.stop(stack.grace(each)), each);
      }
      assertFalse(container.log().contains("did not stop in order"), container.tail());
    }
  }

  private static synchronized URI proxy() throws IOException {
    Nginx.require();
    if (proxy == null) {
      proxy = stack.startProxy();
    }
    return proxy;
  }

  private static double sockets(String gateway) {
    try (World world = World.at(stack.inner(gateway))) {
      return world
          .rest()
          .send("GET", URI.create(stack.inner(gateway) + "/metrics"), null, null)
          .text()
          .lines()
          .filter(each -> each.startsWith("tertulia_sockets{"))
          .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
