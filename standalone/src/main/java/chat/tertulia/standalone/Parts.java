package chat.tertulia.standalone;

import chat.tertulia.auth.AuthVerticle;
import chat.tertulia.gateway.Gateway;
import chat.tertulia.history.HistoryService;
import chat.tertulia.history.HistoryVerticle;
import chat.tertulia.rooms.RoomService;
import chat.tertulia.rooms.RoomVerticle;
import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.sql.Migrations;
import java.util.List;
import java.util.Map;

/**
 * The services and the gateway: the same verticles that elsewhere run in processes of their own.
 */
final class Parts {
  private static final List<String> SCHEMAS =
      List.of("auth", RoomService.SCHEMA, HistoryService.SCHEMA);

  private final Node node;
  private final Settings settings;
  private final DatabaseSettings database;

  Parts(Node node, Settings settings) {
    this.node = node;
    this.settings = settings;
    this.database = settings.read(DatabaseSettings.class);
  }

  void migrate() {
    SCHEMAS.forEach(schema -> Migrations.run(database, schema));
  }

  /** Starts all of them, each before those that ask it, and gives the port of the page. Blocks. */
  int deploy() {
    AuthVerticle auth = new AuthVerticle(node, database, settings.read(AuthSettings.class));
    Launcher.await(node.deploy(auth));
    RoomVerticle rooms = new RoomVerticle(node, database, settings.read(RoomSettings.class));
    Launcher.await(node.deploy(rooms));
    HistoryVerticle history =
        new HistoryVerticle(
            node,
            database,
            settings.read(HistorySettings.class),
            settings.read(FileSettings.class));
    Launcher.await(node.deploy(history));
    Settings withUrls =
        settings.with(
            Map.of(
                "TERTULIA_AUTH_URL", url(auth.port()),
                "TERTULIA_ROOM_URL", url(rooms.port()),
                "TERTULIA_HISTORY_URL", url(history.port())));
    Gateway gateway = new Gateway(node, withUrls.read(GatewaySettings.class));
    Launcher.await(node.deploy(gateway));
    return gateway.port();
  }

  private String url(int port) {
    String host = node.settings().host();
    boolean all = host.equals("0.0.0.0") || host.equals("::");
    String name = all ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + port;
  }
}
