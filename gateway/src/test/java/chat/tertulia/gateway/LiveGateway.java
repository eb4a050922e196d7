package chat.tertulia.gateway;

import chat.tertulia.gateway.room.Loops;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.testkit.LocalRedis;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TestTokens;
import io.micrometer.core.instrument.Gauge;
import java.util.HashMap;
import java.util.Map;

/** A gateway on real sockets and a real Redis, over a log that a test can break. */
final class LiveGateway implements AutoCloseable {
  private final Node node;
  private final Gateway gateway;
  private final TestTokens tokens;
  private final FakeLog log;

  LiveGateway(Map<String, String> settings) {
    var environment = new HashMap<>(settings);
    environment.putIfAbsent("TERTULIA_ADMIN_PORT", "0");
    environment.putIfAbsent("TERTULIA_PORT", "0");
    environment.putIfAbsent("TERTULIA_LOOPS", "3");
    environment.putIfAbsent("TERTULIA_DRAIN", "200ms");
    environment.putIfAbsent("TERTULIA_REDIS_URL", LocalRedis.shared().url());
    Settings all = Settings.of(environment);
    node = Launcher.await(Node.start(all.read(NodeSettings.class)));
    var bus = new VertxBus(node.vertx());
    tokens = new TestTokens(node.vertx());
    Launcher.await(tokens.answerOn(bus));
    log = new FakeLog(bus, node.settings().shards());
    Launcher.await(log.start());
    gateway = new Gateway(node, all.read(GatewaySettings.class));
    Launcher.await(node.deploy(gateway));
  }

  /** Its event loops. */
  Loops loops() {
    return gateway.shared().loops();
  }

  FakeLog log() {
    return log;
  }

  TestTokens tokens() {
    return tokens;
  }

  Node node() {
    return node;
  }

  int port() {
    return gateway.port();
  }

  /** A gauge of the gateway, over all loops. */
  double gauge(String name) {
    return node.metrics().find(name).gauges().stream().mapToDouble(Gauge::value).sum();
  }

  static Person person(String name) {
    return new Person(new UserId("u-" + name), name);
  }

  /** A raw socket whose session is open. */
  SocketClient connect(Person person) {
    SocketClient client = SocketClient.raw(node.vertx(), port());
    client.open(tokens.of(person));
    return client;
  }

  @Override
  public void close() {
    Launcher.await(node.stop());
  }
}
