package chat.tertulia.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.testkit.Freeze;
import chat.tertulia.testkit.LocalRedis;
import chat.tertulia.testkit.SocketClient;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that takes requests and answers none. */
class HungRedisTest {
  private static final UserId ANN = new UserId("u-ann");

  private Vertx vertx;
  private EmbeddedRedis redis;
  private LeasedPresence presence;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    redis = LocalRedis.start();
    var settings = Settings.of(Map.of("TERTULIA_REDIS_URL", redis.url()));
    presence =
        RedisPresence.create(
            vertx,
            new VertxBus(vertx),
            settings.read(GatewaySettings.class),
            Preferences.NONE,
            people -> {});
    Launcher.await(presence.start());
    presence.connected(ANN, new TestWatcher());
    SocketClient.awaitTrue("ann is online", () -> ask().contains("online"));
  }

  @AfterEach
  void end() {
    Launcher.await(vertx.close());
    redis.stop();
  }

  /** Nobody was answered as long as it hung, and nobody was told that presence is unknown. */
  @Test
  void isAnsweredUnknownAndHeals() {
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    try (var freeze = Freeze.of(process)) {
      SocketClient.awaitTrue("ann is unknown", () -> ask().contains("unknown"));
      assertTrue(freeze.holds(), "it hung all the time");
    }
    SocketClient.awaitTrue("ann is online again", () -> ask().contains("online"));
  }

  private String ask() {
    return Launcher.await(presence.states(TestWatcher.caller("ann", "user"), List.of(ANN)));
  }
}
