package chat.tertulia.gateway.presence;

import chat.tertulia.gateway.presence.Preferences.Wish;
import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.runtime.Launcher;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The presence of one gateway, with its own lease, which a test can stop as a crash does. */
final class PresenceNode {
  private final Vertx vertx;
  private final Map<UserId, Wish> wishes = new ConcurrentHashMap<>();
  private final List<Face> inRoom = new CopyOnWriteArrayList<>();
  private final LeasedPresence presence;
  private final String deployment;

  PresenceNode(Vertx vertx, String redisUrl, RoomId room) {
    this.vertx = vertx;
    var settings = Settings.of(Map.of("TERTULIA_REDIS_URL", redisUrl)).read(GatewaySettings.class);
    presence =
        RedisPresence.create(
            vertx,
            new VertxBus(vertx),
            settings,
            users -> Future.succeededFuture(Map.copyOf(wishes)),
            people ->
                people.forEach(
                    (face, rooms) -> {
                      if (rooms.contains(room)) {
                        inRoom.add(face);
                      }
                    }));
    deployment = Launcher.await(vertx.deployVerticle(new Alone()));
  }

  /** Ends without a word when it is undeployed. */
  private final class Alone extends VerticleBase {
    @Override
    public Future<?> start() {
      return presence.start();
    }
  }

  void wish(UserId user, Wish wish) {
    wishes.put(user, wish);
    presence.preferenceChanged(user);
  }

  TestWatcher connect(UserId user) {
    var socket = new TestWatcher();
    presence.connected(user, socket);
    return socket;
  }

  void disconnect(UserId user, TestWatcher socket) {
    presence.disconnected(user, socket);
  }

  void say(UserId user, TestWatcher socket, String state, String text) {
    var body = Json.object().put("state", state);
    if (text != null) {
      body.put("text", text);
    }
    presence.set(user, socket, body);
  }

  /** A socket of Ann's that watches. */
  TestWatcher watching(UserId... users) {
    var watcher = new TestWatcher();
    var ids = Json.object();
    for (UserId user : users) {
      ids.withArray("userIds").add(user.value());
    }
    var answered = new CopyOnWriteArrayList<String>();
    presence.watch(watcher, TestWatcher.caller("ann", "user"), ids, answered::add);
    chat.tertulia.testkit.SocketClient.awaitTrue("an answer", () -> !answered.isEmpty());
    return watcher;
  }

  /** What REST shows of one person. */
  String stateOf(UserId user) {
    return stateFor("user", user);
  }

  String stateFor(String role, UserId user) {
    String json = Launcher.await(presence.states(TestWatcher.caller("ann", role), List.of(user)));
    return Json.readObject(json).path("presence").path(0).toString();
  }

  /** What those with the room open were told, in order. */
  List<String> toldInRoom(UserId user) {
    return inRoom.stream().filter(f -> f.user().equals(user)).map(Face::json).toList();
  }

  LeasedPresence presence() {
    return presence;
  }

  /** As by kill -9: its lease stays until it runs out. */
  void kill() {
    Launcher.await(vertx.undeploy(deployment));
  }

  /** As by SIGTERM. */
  void stop() {
    Launcher.await(presence.stop());
    kill();
  }
}
